using System.Globalization;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Exports.Content;
using Archive.Records;
using Archive.Requests;

namespace Archive.Exports.Pages;

/// <summary>What a page says of a document beside its own words, each with its box where it is redacted.</summary>
internal static class PageParticulars
{
    /// <summary>By name, in one line: mentions and tags, what the platform says of it, a poll, a preview.</summary>
    public static IEnumerable<PageParticular> Of(ExportContent input, Disclosure d)
    {
        foreach (var group in new[] { "mention", "tag" })
        {
            if (Runs(input, d, path => path.StartsWith($"{group}/", StringComparison.Ordinal)) is { Count: > 0 } runs)
                yield return new(ExportLabels.Particular(group, input.Language), runs);
        }

        foreach (var single in new[] { "language", "visibility" })
        {
            if (d.Shown(single) is { } value)
                yield return new(ExportLabels.Particular(single, input.Language), [PageRun.Words(value)]);
        }

        foreach (var name in ShownParticulars.InOneLine)
        {
            if (Runs(input, d, path => MemberNames.Of(path, d.Version.Mapper) == name) is { Count: > 0 } runs)
                yield return new(
                    ExportLabels.Particular(name, input.Language), [.. runs.Select(r => Said(input, name, r))]);
        }

        string[] preview = [MemberNames.PreviewTitle, MemberNames.PreviewDescription, MemberNames.PreviewUrl];
        if (Runs(input, d, path => preview.Contains(MemberNames.Of(path, d.Version.Mapper))) is { Count: > 0 } link)
            yield return new(ExportLabels.Particular("preview", input.Language), link);
    }

    /// <summary>What it quotes and shares, and the account it moved to, as far as that is shown with it.</summary>
    public static IEnumerable<PageOther> Others(ExportContent input, Disclosure d)
    {
        foreach (var role in new[] { MemberNames.Quote, MemberNames.Share, MemberNames.Moved })
        {
            IReadOnlyList<PageRun> Member(string name) =>
                Runs(input, d, path => MemberNames.Of(path, d.Version.Mapper) == $"{role}/{name}");

            List<PageRun> author = [.. Member(MemberNames.AuthorName), .. Member(MemberNames.AuthorHandle)];
            var text = role == MemberNames.Quote
                ? d.Text(PassageKind.QuotedText, input.Grounds, input.Language)
                : [];
            var (posted, address) = (Member(MemberNames.PostedAt), Member(MemberNames.Url));
            if (author.Count + text.Count + posted.Count + address.Count > 0)
                yield return new(
                    ExportLabels.Particular(role, input.Language),
                    OneBox(author),
                    posted is [{ Text: { } moment }] && CanonicalMoment.Read(moment) is { } at
                        ? PageMoment.Of(at, input.Office)
                        : null,
                    address.SingleOrDefault(),
                    text);
        }
    }

    /// <summary>Fields of a profile, each with its box where it is redacted.</summary>
    /// <param name="next">The next version of the record; what it does not show is marked.</param>
    public static IEnumerable<PageField> Fields(ExportContent input, Disclosure d, Disclosure? next)
    {
        var fields = PassageMembers.Fields(d.Version);
        if (fields.Count == 0)
            yield break;
        var (names, values) = (Next(MemberNames.FieldName), Next(MemberNames.FieldValue));
        foreach (var field in fields)
            yield return new(One(MemberNames.FieldName, field, names), One(MemberNames.FieldValue, field, values));

        IReadOnlyList<PageRun>? Next(string name) => next is null
            ? null
            : Runs(input, next, path => MemberNames.Of(path, next.Version.Mapper) == name);

        IReadOnlyList<PageRun> One(string name, int field, IReadOnlyList<PageRun>? all) => Marked(
            Runs(input, d, path => path == MemberPath.Of($"{d.Version.Mapper.Platform}/{name}", field)), all);
    }

    /// <summary>With a mark on words that the next version does not have; as they are if there is none.</summary>
    public static IReadOnlyList<PageRun> Marked(IReadOnlyList<PageRun> runs, IReadOnlyList<PageRun>? next) =>
        next is null ? runs : [.. runs.Select(run => run.Text is { } words && next.All(n => n.Text != words)
            ? PageRun.Words(words, marked: true)
            : run)];

    /// <summary>Members as they may be seen: words, or a box; nothing for what is on no page.</summary>
    public static IReadOnlyList<PageRun> Runs(ExportContent input, Disclosure d, Func<string, bool> path) =>
        OneBox([.. d.Version.Members.Index().Where(m => path(m.Item.Path)).OrderBy(m => m.Item.Path.Length)
            .Select(m => d.Shows(m.Index) ? PageRun.Words(m.Item.Value) : Hidden(input, d, m.Index))
            .OfType<PageRun>()]);

    /// <summary>The box in the place of a member; null: it is shown, or withheld along with another.</summary>
    public static PageRun? Hidden(ExportContent input, Disclosure d, int member) =>
        member >= 0 && d.HiddenBy(member) is { } redaction
            ? Disclosure.Box(redaction, input.Grounds, input.Language)
            : null;

    /// <summary>One box where neighbours are hidden for the same.</summary>
    private static IReadOnlyList<PageRun> OneBox(IReadOnlyList<PageRun> runs) =>
        [.. runs.Where((run, i) => i == 0 || run.Redaction is null || run != runs[i - 1])];

    /// <summary>A moment as the office has it, and what is so as a word.</summary>
    private static PageRun Said(ExportContent input, string name, PageRun run) => (name, run.Text) switch
    {
        (_, null) => run,
        (MemberNames.PollExpiresAt, { } until) when CanonicalMoment.Read(until) is { } at =>
            PageRun.Words(input.Office.Local(at).ToString("dd-MM-yyyy HH:mm", CultureInfo.InvariantCulture)),
        _ when name is MemberNames.PollMultiple or MemberNames.Sensitive || MemberNames.OfAccounts.Contains(name) =>
            PageRun.Words(ExportLabels.Particular("true", input.Language)),
        _ => run,
    };
}
