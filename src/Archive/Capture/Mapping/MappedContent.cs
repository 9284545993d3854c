using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;

namespace Archive.Capture.Mapping;

/// <summary>
/// What a mapper read of one version, whatever the platform. Null, empty and an empty list all mean: the platform did
/// not say; such a member is left out.
/// </summary>
public sealed record MappedContent
{
    public string? PlatformId { get; init; }

    public string? Url { get; init; }

    public string? AuthorId { get; init; }

    public string? AuthorHandle { get; init; }

    public string? AuthorName { get; init; }

    /// <summary>The platform's time; kept to the microsecond, what is finer is cut off.</summary>
    public DateTimeOffset? PostedAt { get; init; }

    /// <summary>The platform's time of this edit.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    public string? Language { get; init; }

    public string? Visibility { get; init; }

    /// <summary>The platform's id of what this answers.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>As a reader sees it, without markup.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<string> Links { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> Mentions { get; init; } = [];

    public IReadOnlyList<MappedMedium> Media { get; init; } = [];

    /// <summary>
    /// What only this platform has, in any order: paths that begin with the platform's name and a slash, each once.
    /// <see cref="Cut"/> makes those of a text.
    /// </summary>
    public IReadOnlyList<Member> Extras { get; init; } = [];

    /// <summary>A platform's own text, cut like the main one: `name/quote/text/0`, `name/quote/text/1`, …</summary>
    public static IEnumerable<Member> Cut(string path, string text) =>
        TextRuns.Cut(text).Select((run, i) => new Member(MemberPath.Of(path, i), run));

    /// <summary>The members in the order of the format (docs/evidence-format.md, "Content commitment").</summary>
    /// <exception cref="InvalidOperationException">A medium says nothing at all.</exception>
    /// <exception cref="FormatException">An extra's path is not one, or is double.</exception>
    public IReadOnlyList<Member> Members(MapperName mapper)
    {
        var members = new List<Member>();
        foreach (var (word, value) in MemberPath.Singles.Zip(Singles()))
            Add(members, word, value);
        if (Text is not null)
            members.AddRange(Cut("text", Text));
        AddEach(members, "link", Links);
        AddEach(members, "tag", Tags);
        AddEach(members, "mention", Mentions);
        for (var i = 0; i < Media.Count; i++)
            AddMedium(members, i);
        // paths are ASCII: the order of bytes
        foreach (var extra in Extras.OrderBy(e => e.Path, StringComparer.Ordinal))
            Add(members, extra.Path, extra.Value);

        MemberOrder.Check(members, mapper);
        return members;
    }

    private IEnumerable<string?> Singles() =>
    [
        PlatformId, Url, AuthorId, AuthorHandle, AuthorName, Moment(PostedAt), Moment(EditedAt), Language, Visibility,
        InReplyTo,
    ];

    private void AddMedium(List<Member> members, int i)
    {
        var before = members.Count;
        Add(members, $"media/{i}/digest", Media[i].Digest?.ToString());
        Add(members, $"media/{i}/type", Media[i].Type);
        members.AddRange(Cut($"media/{i}/alt", Media[i].Alt ?? ""));
        if (members.Count == before)
            throw new InvalidOperationException(
                $"Medium {i} has neither bytes nor a type nor a description; leave it out.");
    }

    private static void AddEach(List<Member> members, string word, IReadOnlyList<string> values)
    {
        var i = 0;
        foreach (var value in values.Where(v => v.Length > 0))
            Add(members, $"{word}/{i++}", value);
    }

    private static void Add(List<Member> members, string path, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            members.Add(new(path, TextRuns.Repair(value)));
    }

    private static string? Moment(DateTimeOffset? at) => at is { } moment ? CanonicalMoment.Write(moment) : null;
}

/// <param name="Digest">
/// SHA-256 of the file as served; null if its bytes did not come (the gap has its own fact).
/// </param>
/// <param name="Type">The platform's word for what it is, such as `image`.</param>
/// <param name="Alt">Its description, if it has one.</param>
public sealed record MappedMedium(Digest? Digest, string? Type, string? Alt);
