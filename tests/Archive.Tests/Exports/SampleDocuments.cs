using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Law;
using Archive.Records;
using Archive.Requests;

namespace Archive.Tests.Exports;

/// <summary>Comments and how they were judged.</summary>
internal static class SampleDocuments
{
    private static readonly MapperName Mapper = new("mastodon/1");

    public static RecordInScope Item(int number, Assessment assessment, params Passage[] passages)
    {
        var (record, version) = (Ids.New(), Ids.New());
        var ground = new GroundCode("5.1.2e");
        return new(
            new(number, record, version, new(2026, 11, 1), new(9, true, true)),
            new(Ids.New(), number, record, version, assessment, [], null, null, Ids.New()),
            [.. passages.Select(p => new PassageRedacted(Ids.New(), Ids.New(), number, record, version, p, [ground]))]);
    }

    public static RecordVersion Comment(
        string text, string author = "bakker_jan", string id = "1", string? inReplyTo = null, params Member[] more)
    {
        var content = new MappedContent
        {
            PlatformId = id,
            Url = $"https://voorbeeldstad.example/@{author}/{id}",
            AuthorId = $"id-of-{author}",
            AuthorHandle = $"@{author}@voorbeeldstad.example",
            AuthorName = author == "bakker_jan" ? "Jan Bakker" : "Gemeente",
            InReplyTo = inReplyTo,
            Text = text,
        };
        var at = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        return new(
            Ids.New(), Ids.New(), Ids.New(), Ids.New(), 1, 1, new("mastodon"), RecordKind.Comment, id, inReplyTo, at,
            null, at, null, 0, Ids.New(), Mapper, Digest.Of("x"u8), [.. content.Members(Mapper), .. more], [], []);
    }

    /// <summary>Members of a platform in the order of the format.</summary>
    public static IEnumerable<Member> Extras(params Member[] extras) =>
        extras.OrderBy(m => m.Path, StringComparer.Ordinal);

    public static RecordVersion Comment(string text, params Member[] more) =>
        Comment(text, "bakker_jan", "1", null, more);
}
