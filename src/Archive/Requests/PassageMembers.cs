using System.Globalization;
using Archive.Evidence.Content;
using Archive.Records;

namespace Archive.Requests;

/// <summary>Which members of a version a passage is about.</summary>
public static class PassageMembers
{
    /// <summary>Kinds of passage that are words of a text.</summary>
    public static readonly IReadOnlyList<PassageKind> OfWords =
        [PassageKind.Text, PassageKind.Warning, PassageKind.QuotedText];

    public static bool IsOfWords(this PassageKind kind) => OfWords.Contains(kind);

    /// <summary>Indices of the runs of the text whose words passages of this kind count, in order.</summary>
    public static IReadOnlyList<int> Runs(RecordVersion version, PassageKind kind) => kind switch
    {
        PassageKind.Text => [.. Where(version, path => Is(path, "text/"))],
        PassageKind.Warning => [.. Named(version, MemberNames.Warning)],
        PassageKind.QuotedText => [.. Named(version, MemberNames.QuotedText)],
        _ => throw new ArgumentException("Not of words.", nameof(kind)),
    };

    /// <summary>That text as captured; empty if there is none.</summary>
    public static string TextOf(RecordVersion version, PassageKind kind) =>
        string.Concat(Runs(version, kind).Select(i => version.Members[i].Value));

    /// <summary>What is said of each medium that has a description, put together from its runs.</summary>
    public static IEnumerable<(int Index, string Said)> Descriptions(RecordVersion version) => version.Members
        .Select(m => (Path: m.Path.Split('/'), m.Value))
        .Where(m => m.Path is ["media", _, "alt", _])
        .GroupBy(m => Number(m.Path[1]), m => (Run: Number(m.Path[3]), m.Value))
        .OrderBy(m => m.Key)
        .Select(m => (m.Key, string.Concat(m.OrderBy(run => run.Run).Select(run => run.Value))));

    /// <summary>Numbers of the media that a version has, those that could not be kept too, in order.</summary>
    public static IReadOnlyList<int> Media(RecordVersion version) =>
    [
        .. version.Members.Where(m => Is(m.Path, "media/")).Select(m => Number(m.Path.Split('/')[1]))
            .Distinct().Order(),
    ];

    /// <summary>Numbers of the fields of a profile, in order.</summary>
    public static IReadOnlyList<int> Fields(RecordVersion version) =>
    [
        .. Named(version, MemberNames.FieldName).Concat(Named(version, MemberNames.FieldValue))
            .Select(i => version.Members[i].Path).Select(path => Number(path[(path.LastIndexOf('/') + 1)..]))
            .Distinct().Order(),
    ];

    private static int Number(string written) => int.Parse(written, CultureInfo.InvariantCulture);

    /// <summary>How many of a version's members have this name.</summary>
    public static int Count(RecordVersion version, string name) => Named(version, name).Count();

    /// <summary>Indices of all that a copy withholds with the passage (docs/decisions/0009).</summary>
    /// <param name="passage">Lies in this version.</param>
    public static IReadOnlyList<int> Of(RecordVersion version, Passage passage) =>
        passage.Kind.IsOfWords() ? Withheld(version, passage) : [.. passage.Kind switch
        {
            PassageKind.AuthorName => Where(version, path => path is "author-name"),
            PassageKind.AuthorHandle =>
                Where(version, path => path is "author-handle" or "author-id" or "url" or "platform-id"),
            PassageKind.Medium => Where(version, path => Is(path, $"media/{passage.Index}/")),
            PassageKind.Regions => Where(
                version, path => path == $"media/{passage.Index}/digest" // a description may say what is black
                    || (passage.ShowsDescription is not true && Is(path, $"media/{passage.Index}/alt/"))),
            PassageKind.Link => Where(version, path => path == $"link/{passage.Index}"),
            PassageKind.Mention => Where(version, path => path == $"mention/{passage.Index}"),
            PassageKind.Tag => Where(version, path => path == $"tag/{passage.Index}"),
            PassageKind.PollOption => Named(version, MemberNames.PollOption).Skip(passage.Index!.Value).Take(1),
            PassageKind.QuotedName => OfOther(version, MemberNames.Quote, MemberNames.AuthorName),
            PassageKind.QuotedHandle => Leading(version, MemberNames.Quote),
            PassageKind.SharedName => OfOther(version, MemberNames.Share, MemberNames.AuthorName),
            PassageKind.SharedHandle => Leading(version, MemberNames.Share),
            PassageKind.FieldName => OfField(version, MemberNames.FieldName, passage),
            PassageKind.FieldValue => OfField(version, MemberNames.FieldValue, passage),
            PassageKind.MovedHandle => Leading(version, MemberNames.Moved),
            PassageKind.Preview => Where(version, path => Is(MemberNames.Of(path, version.Mapper), "preview/")),
            _ => throw new ArgumentOutOfRangeException(nameof(passage)),
        }];

    private static IEnumerable<int> OfField(RecordVersion version, string name, Passage field) =>
        Where(version, path => path == MemberPath.Of($"{version.Mapper.Platform}/{name}", field.Index!.Value));

    private static IReadOnlyList<int> Withheld(RecordVersion version, Passage passage)
    {
        var runs = Runs(version, passage.Kind);
        var (from, to) = Words.Withheld([.. runs.Select(i => version.Members[i].Value)], passage);
        return [.. runs.Skip(from).Take(to - from)];
    }

    /// <summary>The handle of who wrote another record, or of another account, and what leads to it.</summary>
    private static IEnumerable<int> Leading(RecordVersion version, string role) => OfOther(
        version, role, MemberNames.AuthorHandle, MemberNames.Url, "author-id", "platform-id");

    private static IEnumerable<int> OfOther(RecordVersion version, string role, params string[] members) =>
        Where(version, path => members.Any(m => MemberNames.Of(path, version.Mapper) == $"{role}/{m}"));

    /// <summary>By their numbers: members of a platform stand in the order of their bytes, `/10` before `/2`.</summary>
    private static IEnumerable<int> Named(RecordVersion version, string name) =>
        Where(version, path => MemberNames.Of(path, version.Mapper) == name)
            .OrderBy(i => version.Members[i].Path.Length).ThenBy(i => i);

    private static IEnumerable<int> Where(RecordVersion version, Func<string, bool> path) =>
        Enumerable.Range(0, version.Members.Count).Where(i => path(version.Members[i].Path));

    private static bool Is(string path, string prefix) => path.StartsWith(prefix, StringComparison.Ordinal);
}
