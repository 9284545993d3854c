using System.Globalization;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Records;
using Archive.Requests;

namespace Archive.Cli;

/// <summary>How a request is shown to an officer.</summary>
internal static class RequestLines
{
    private static readonly Lines Lines = new("Work");

    /// <param name="unreadable">Versions in scope that are there and cannot be read now.</param>
    /// <param name="names">Of the officers that facts name.</param>
    public static void Write(
        RequestView view, IReadOnlyDictionary<Guid, RecordVersion> contents, IReadOnlySet<Guid> unreadable,
        IReadOnlyDictionary<Guid, string> names)
    {
        var request = view.Request;
        Lines.Print($"{request.Kind.Title(request.Number, Lines.Language)}");
        Lines.Write("Requester", view.Requester is { } by ? VisibleText.Line(by) : Lines.Text("Destroyed"));
        Lines.Write("Subject", view.Subject is { } about ? VisibleText.Line(about) : Lines.Text("Destroyed"));
        Lines.Write("Received", TypedDay.InWords(request.ReceivedOn));
        WriteTerm(request, view.DaysLeft);
        Lines.Write("State", Stage(request, names));
        foreach (var item in request.Records.Values)
            Write(request, item, contents.GetValueOrDefault(item.Scoped.Version), unreadable);
    }

    public static string Stage(RequestState request, IReadOnlyDictionary<Guid, string> names) => Lines.Text(
        $"Stage.{request.Stage}",
        request.Records.Count - request.Unassessed.Count(),
        request.Records.Count,
        request.Proposed?.Proposal,
        Name(names, request.Proposed?.ProposedBy),
        Name(names, request.Approved?.ApprovedBy),
        request.Decided is { } decided ? TypedDay.InWords(decided.DecidedOn) : null,
        request.Decided is { } outcome ? request.Kind.Label(outcome.Outcome, Lines.Language) : null);

    /// <summary>When it is to be decided, and how near that is; nothing more once it was.</summary>
    public static void WriteTerm(RequestState request, int daysLeft)
    {
        var until = TypedDay.InWords(request.DecideBy);
        if (request.Decided is not null)
            Lines.Write("DecideBy", until);
        else if (daysLeft >= 0)
            Lines.Write("DaysLeft", until, daysLeft);
        else
            Lines.Write("Lapsed", until, -daysLeft);
    }

    private static void Write(
        RequestState request, RecordInScope item, RecordVersion? version, IReadOnlySet<Guid> unreadable)
    {
        var judged = item.Assessed is { } a
            ? $"{request.Kind.Label(a.Assessment, Lines.Language)} {string.Join(", ", a.Grounds)}".TrimEnd()
            : Lines.Text("NotAssessed");
        Lines.Write("Document", item.Number, item.Scoped.PostedOn, judged, item.Redactions.Count);
        if (version is null)
        {
            Lines.Print($"      {Lines.Text(unreadable.Contains(item.Scoped.Version) ? "Unreadable" : "Destroyed")}");
            return;
        }

        Lines.Print(
            $"      {VisibleText.Line(version.Single("author-handle") ?? "")}: {version.Text.ReplaceLineEndings(" ")}");
        foreach (var line in Besides(version))
            Lines.Print($"      {line}");
        foreach (var redaction in item.Redactions)
            Write(version, redaction);
    }

    /// <summary>What else its pages would show that someone wrote: it is to be judged like the text.</summary>
    private static IEnumerable<string> Besides(RecordVersion version)
    {
        string Said(params PassageKind[] kinds) => VisibleText.Line(string.Join(' ', kinds.SelectMany(
            kind => kind.IsOfWords()
                ? [PassageMembers.TextOf(version, kind).ReplaceLineEndings(" ")]
                : Values(version, new(kind)).Take(kind == PassageKind.Preview ? 3 : 1))).Trim());

        var options = Enumerable.Range(0, PassageMembers.Count(version, MemberNames.PollOption))
            .SelectMany(i => Values(version, Passage.Part(PassageKind.PollOption, i)));
        string Each(string prefix) => VisibleText.Line(string.Join(' ', version.Members
            .Where(m => m.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(m => m.Value)));

        string Field(int number) => string.Join(": ", new[] { PassageKind.FieldName, PassageKind.FieldValue }
            .SelectMany(kind => Values(version, Passage.Part(kind, number))).Select(v => v.ReplaceLineEndings(" ")));

        var described = PassageMembers.Descriptions(version)
            .Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Index}: {m.Said.ReplaceLineEndings(" ")}"));
        (string Key, string Value)[] all =
        [
            ("ShowsName", VisibleText.Line(version.Single("author-name") ?? "")),
            ("ShowsLinks", Each("link/")),
            ("ShowsTags", Each("tag/")),
            ("ShowsMentions", Each("mention/")),
            ("ShowsDescriptions", VisibleText.Line(string.Join(" / ", described))),
            ("ShowsWarning", Said(PassageKind.Warning)),
            ("ShowsPoll", VisibleText.Line(string.Join(" / ", options))),
            ("ShowsQuote", Said(PassageKind.QuotedName, PassageKind.QuotedHandle, PassageKind.QuotedText)),
            ("ShowsShare", Said(PassageKind.SharedName, PassageKind.SharedHandle)),
            ("ShowsPreview", Said(PassageKind.Preview)),
            ("ShowsFields", VisibleText.Line(string.Join(" / ", PassageMembers.Fields(version).Select(Field)))),
            ("ShowsMoved", Said(PassageKind.MovedHandle)),
        ];
        return all.Where(line => line.Value.Length > 0).Select(line => Lines.Text(line.Key, line.Value));
    }

    public static void Write(RecordVersion version, PassageRedacted redaction) =>
        Lines.Write(
            "RedactedHere", VisibleText.Line(Words(version, redaction.Passage)), string.Join(", ", redaction.Grounds));

    /// <summary>
    /// Number, document and the judgement that fits what is redacted in it, as typed; with the weighing in writing
    /// where a ground asks for it.
    /// </summary>
    public static string Likely(RequestState request, RecordInScope item)
    {
        var judgement = item.Redactions.Count > 0 ? Assessment.DisclosedInPart : Assessment.Disclosed;
        var word = request.Kind.Label(judgement, Language.Nl).Replace(' ', '-');
        var weighed = item.Redactions.SelectMany(r => r.Grounds).Any(g => request.Kind.Grounds.Of(g).NeedsReasons);
        var reasons = weighed ? $" --reasons {Lines.Text("Weighing")}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{request.Number} {item.Number} {word}{reasons}");
    }

    /// <summary>What a redaction takes out, as the officer who made it saw it.</summary>
    private static string Words(RecordVersion version, Passage passage) => passage switch
    {
        { Kind: PassageKind.Medium or PassageKind.Link or PassageKind.Mention or PassageKind.Tag } =>
            string.Create(CultureInfo.InvariantCulture, $"{Part(passage.Kind)} {passage.Index}"),
        { Kind: PassageKind.Regions } => string.Create(
            CultureInfo.InvariantCulture,
            $"{Part(passage.Kind)} {passage.Index}: {string.Join("; ", passage.Pixels!.Select(Typed))}"),
        _ when passage.Kind.IsOfWords() => string.Concat(Values(version, passage)).ReplaceLineEndings(" "),
        _ => Values(version, passage).FirstOrDefault() ?? "",
    };

    /// <summary>What a copy withholds with a passage, a handle before what leads to it.</summary>
    private static IEnumerable<string> Values(RecordVersion version, Passage passage) =>
        PassageMembers.Of(version, passage).Select(i => version.Members[i])
            .OrderBy(m => m.Path.EndsWith(MemberNames.AuthorHandle, StringComparison.Ordinal) ? 0 : 1)
            .Select(m => m.Value);

    private static string Typed(PictureRegion region) =>
        string.Create(CultureInfo.InvariantCulture, $"{region.X},{region.Y},{region.Width},{region.Height}");

    private static string Part(PassageKind kind) => Sentences.Of($"requests.part.{kind}").In(Lines.Language);

    private static string? Name(IReadOnlyDictionary<Guid, string> names, Guid? officer) =>
        officer is { } id ? names.GetValueOrDefault(id, $"{id}") : null;
}
