using Archive.Capture.Http;
using Archive.Capture.Mapping;
using Archive.Capture.Visits;

namespace Archive.Capture.Platforms.Mastodon;

/// <summary>
/// Visits an account: who it is and what it says of itself, everything it posted (newest first), the answers to each
/// post, the history of what was edited, every picture; then what we know and did not see again is asked for by its id,
/// because a thread that was cut, or an answer below a deleted one, is not a disappearance. Source:
/// docs.joinmastodon.org, methods accounts and statuses.
/// </summary>
internal sealed class MastodonCollector : ICollector
{
    /// <summary>What an anonymous visitor is shown of a thread at most.</summary>
    private const int MostDescendants = 60;
    private const int MostAncestors = 40;

    private const int MostPages = 10_000;

    public async Task Visit(SourceVisit visit, CancellationToken ct)
    {
        var questions = new MastodonQuestions(visit.Source.Server);
        if (await Account(visit, questions, ct) is not { } account)
        {
            // Nobody has that handle, or nobody can say: the account that had it is asked for by its id.
            if (!visit.Questions.IsCutOff)
                await LookAgain(visit, questions, await AccountsNotSeen(visit, ct), ct);
            return;
        }

        var threads = new List<IngestedItem>();
        if (!await Listing(visit, questions, account.PlatformId, threads, ct))
            return;
        foreach (var thread in threads)
            await Thread(visit, questions, thread, ct);
        await LookAgain(visit, questions, await visit.Items.NotSeen(ct), ct);
    }

    private static async Task<MappedAccount?> Account(
        SourceVisit visit, MastodonQuestions questions, CancellationToken ct)
    {
        if (await visit.Questions
            .Ask(Endpoint.Account, questions.Account(visit.Source.Handle), null, ct) is not { } answer)
            return null;
        var account = answer.Status == 200 ? MastodonResponses.Account(answer.Body, visit.Source.Domain).Value : null;
        if (account is null)
            await visit.Questions.Reject(Endpoint.Account, CauseOf(answer), answer, null, ct);
        else
            await Ingest(visit, questions, new(Endpoint.Account, answer, JsonItems.OfOne(answer.Body)), ct);
        return account;
    }

    /// <returns>False if the server cannot be asked anything more now.</returns>
    private static async Task<bool> Listing(
        SourceVisit visit, MastodonQuestions questions, string account, List<IngestedItem> threads,
        CancellationToken ct)
    {
        var page = questions.Listing(account);
        for (var pages = 1; page is not null; pages++)
        {
            if (await visit.Questions.Ask(Endpoint.Listing, page, null, ct) is not { } answer)
                return !visit.Questions.IsCutOff;

            var before = visit.Items.Seen;
            var next = LinkHeader.After(answer);
            var cut = JsonItems.OfArray(answer.Body);
            var cutShort = next.Astray || pages == MostPages;
            var listed = await Ingest(visit, questions, new(Endpoint.Listing, answer, cut, null, cutShort), ct);
            threads.AddRange(listed.Where(s => s.InReplyTo is null && s.HasAnswers));
            // A server that repeats itself has no end; what it shows was taken in. A page that is not understood says
            // nothing of the next one.
            page = cutShort || (cut.Understood && visit.Items.Seen == before) ? null : next.Uri;
        }

        return true;
    }

    private static async Task Thread(
        SourceVisit visit, MastodonQuestions questions, IngestedItem root, CancellationToken ct)
    {
        if (await visit.Questions.Ask(Endpoint.Thread, questions.Thread(root.PlatformId), null, ct) is not { } answer)
            return;
        var cut = JsonItems.OfArrays(answer.Body, "ancestors", "descendants");
        var cutShort = cut.Items.Count(i => i.Array == "descendants") >= MostDescendants
            || cut.Items.Count(i => i.Array == "ancestors") >= MostAncestors;
        await Ingest(visit, questions, new(Endpoint.Thread, answer, cut, null, cutShort, root.Thread), ct);
    }

    private static async Task<IReadOnlyList<(ItemId Id, Guid Record)>> AccountsNotSeen(
        SourceVisit visit, CancellationToken ct) =>
        [.. (await visit.Items.NotSeen(ct)).Where(n => IsAccount(n.Id))];

    private static bool IsAccount(ItemId id) => id.Kind == MastodonAccountMapping.IdKind;

    private static async Task LookAgain(
        SourceVisit visit, MastodonQuestions questions, IReadOnlyList<(ItemId Id, Guid Record)> notSeen,
        CancellationToken ct)
    {
        foreach (var (id, record) in notSeen)
        {
            var (endpoint, question) = IsAccount(id)
                ? (Endpoint.Account, questions.AccountOf(id.Id))
                : (Endpoint.Post, questions.Status(id.Id));
            if (await visit.Questions.Ask(endpoint, question, record, ct) is not { } answer)
            {
                if (visit.Questions.IsCutOff)
                    return;
                continue;
            }

            if (MastodonResponses.IsDefinitelyNotThere(answer.Status, answer.Body))
                await visit.Questions.StoreGone(endpoint, answer, record, ct);
            else
                await Ingest(visit, questions, new(endpoint, answer, JsonItems.OfOne(answer.Body), record), ct);
        }
    }

    private static async Task<IReadOnlyList<IngestedItem>> Ingest(
        SourceVisit visit, MastodonQuestions questions, ItemAnswer items, CancellationToken ct)
    {
        if (items.Answer.Status == 200)
        {
            var history = items.Endpoint == Endpoint.Account ? null : HistoryAt(questions);
            return await visit.Items.Ingest(items, history, ct);
        }

        await visit.Questions.Reject(items.Endpoint, CauseOf(items.Answer), items.Answer, items.Record, ct);
        return [];
    }

    private static EditHistory HistoryAt(MastodonQuestions questions) => new(
        item => item.Kind == RecordKind.Share ? null : questions.History(item.PlatformId),
        body => JsonItems.OfArray(body.Span));

    private static GapCause CauseOf(Fetched answer) =>
        MastodonResponses.IsDefinitelyNotThere(answer.Status, answer.Body) ? GapCause.NotFound : GapCause.NotUnderstood;
}
