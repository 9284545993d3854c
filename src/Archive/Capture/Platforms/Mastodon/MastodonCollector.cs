using Archive.Capture.Http;
using Archive.Capture.Mapping;
using Archive.Capture.Visits;

namespace Archive.Capture.Platforms.Mastodon;

/// <summary>
/// Visits an account: who it is, everything it posted (newest first), the answers to each post, the history of what was
/// edited, every picture; then what we know and did not see again is asked for by its id, because a thread that was cut, or
/// an answer below a deleted one, is not a disappearance. Source: docs.joinmastodon.org, methods accounts and statuses.
/// </summary>
internal sealed class MastodonCollector : ICollector
{
    /// <summary>What an anonymous visitor is shown of a thread at most.</summary>
    private const int MostDescendants = 60;
    private const int MostAncestors = 40;

    private const int MostPages = 10_000;

    public async Task Visit(VisitAtWork visit, CancellationToken ct)
    {
        var questions = new MastodonQuestions(visit.Source.Server);
        if (await Account(visit, questions, ct) is not { } account)
            return;

        var statuses = new MastodonStatuses(visit, questions);
        var threads = new List<string>();
        if (!await Listing(visit, questions.Listing(account.PlatformId), statuses, threads, ct))
            return;
        foreach (var thread in threads)
            await Thread(visit, questions.Thread(thread), statuses, ct);
        await LookAgain(visit, questions, statuses, ct);
    }

    private static async Task<MappedAccount?> Account(VisitAtWork visit, MastodonQuestions questions, CancellationToken ct)
    {
        if (await visit.Questions.Ask(Endpoint.Account, questions.Account(visit.Source.Handle), null, ct) is not { } answer)
            return null;
        var account = answer.Status == 200 ? MastodonResponses.Account(answer.Body, visit.Source.Domain).Value : null;
        if (account is null)
        {
            var cause = MastodonResponses.IsDefinitelyNotThere(answer.Status, answer.Body) ? GapCause.NotFound : GapCause.NotUnderstood;
            await visit.Questions.Reject(Endpoint.Account, cause, answer, null, ct);
            return null;
        }

        await visit.Recorder.Record(await visit.Answers.Keep(visit.Source, Endpoint.Account, answer, [], ct), [], [], [], ct);
        return account;
    }

    /// <returns>False if the server cannot be asked anything more now.</returns>
    private static async Task<bool> Listing(
        VisitAtWork visit, Uri first, MastodonStatuses statuses, List<string> threads, CancellationToken ct)
    {
        var page = first;
        for (var pages = 1; page is not null; pages++)
        {
            if (await visit.Questions.Ask(Endpoint.Listing, page, null, ct) is not { } answer)
                return visit.Questions.LastTrouble is not (GapCause.Unreachable or GapCause.RateLimited);

            var before = statuses.Seen;
            var next = LinkHeader.After(answer);
            var cut = JsonItems.OfArray(answer.Body);
            var cutShort = next.Astray || pages == MostPages;
            var listed = await statuses.TakeIn(Endpoint.Listing, answer, cut, null, cutShort, ct);
            threads.AddRange(listed.Where(s => s.InReplyTo is null && s.HasAnswers).Select(s => s.PlatformId));
            // A server that repeats itself has no end; what it shows was taken in. A page that is not understood says
            // nothing of the next one.
            page = cutShort || (cut.Understood && statuses.Seen == before) ? null : next.Uri;
        }

        return true;
    }

    private static async Task Thread(VisitAtWork visit, Uri thread, MastodonStatuses statuses, CancellationToken ct)
    {
        if (await visit.Questions.Ask(Endpoint.Thread, thread, null, ct) is not { } answer)
            return;
        var cut = JsonItems.OfArrays(answer.Body, "ancestors", "descendants");
        var cutShort = cut.Items.Count(i => i.Array == "descendants") >= MostDescendants
            || cut.Items.Count(i => i.Array == "ancestors") >= MostAncestors;
        await statuses.TakeIn(Endpoint.Thread, answer, cut, null, cutShort, ct);
    }

    private static async Task LookAgain(
        VisitAtWork visit, MastodonQuestions questions, MastodonStatuses statuses, CancellationToken ct)
    {
        foreach (var (platformId, record) in await statuses.NotSeen(ct))
        {
            if (await visit.Questions.Ask(Endpoint.Post, questions.Status(platformId), record, ct) is not { } answer)
            {
                if (visit.Questions.LastTrouble is GapCause.Unreachable or GapCause.RateLimited)
                    return; // every further question would end the same
                continue;
            }

            if (MastodonResponses.IsDefinitelyNotThere(answer.Status, answer.Body))
            {
                var kept = await visit.Answers.Keep(visit.Source, Endpoint.Post, answer, [], ct);
                await visit.Recorder.Record(kept, [], [record], [], ct);
                continue;
            }

            await statuses.TakeIn(Endpoint.Post, answer, JsonItems.OfOne(answer.Body), record, cutShort: false, ct);
        }
    }
}
