using Archive.Capture.Platforms;
using Archive.Evidence;
using Archive.Exports.Content;
using Archive.Records;
using Archive.Requests;
using Archive.Tests.Requests;
using static Archive.Tests.Exports.SampleDocuments;

namespace Archive.Tests.Exports;

public sealed class ListedDocumentTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Documents_that_answer_each_other_in_a_circle_are_one_thread_with_what_leads_into_it()
    {
        var (a, b, c) = (Comment("a"), Comment("b"), Comment("c"));
        var content = Content(
            Listed(1, c with { Parent = a.Record }), Listed(2, a with { Parent = b.Record }),
            Listed(3, b with { Parent = a.Record }));

        Assert.Equal([2, 2, 2], content.Documents.Select(content.ThreadOf));
    }

    [Fact]
    public void A_thread_has_the_number_of_what_answers_nothing()
    {
        var (a, b) = (Comment("a"), Comment("b"));
        var content = Content(Listed(1, b with { Parent = a.Record }), Listed(2, a));

        Assert.Equal([2, 2], content.Documents.Select(content.ThreadOf));
    }

    [Fact]
    public void Documents_of_one_record_say_of_it_what_was_read_last()
    {
        var first = Comment("a");
        var second = first with { Version = Ids.New(), Ordinal = 2, Of = 3, GoneAt = Noon };
        var other = Comment("b") with { Of = 5 };

        var documents = ListedDocument.AsOfOneMoment(
            [Listed(1, first with { Of = 2 }), Listed(2, other), Listed(3, second)]);

        Assert.Equal([1, 2, 3], documents.Select(d => d.Number));
        Assert.Equal([3, 5, 3], documents.Select(d => d.Version.Of));
        Assert.Equal([Noon, null, Noon], documents.Select(d => d.Version.GoneAt));
    }

    [Theory]
    [InlineData(Assessment.DisclosedInPart, 1)]
    [InlineData(Assessment.Disclosed, 0)]
    [InlineData(Assessment.Withheld, 0)]
    public void Grounds_of_redactions_count_where_they_hide_something(Assessment assessment, int grounds) =>
        Assert.Equal(grounds, Listed(1, Comment("a b"), Item(1, assessment, Passage.Words(0, 1))).Grounds.Count());

    private static ListedDocument Listed(int number, RecordVersion version, RecordInScope? item = null) =>
        new(item ?? Item(number, Assessment.Disclosed), version, Destroyed: null) { Heading = "", Author = [] };

    private static ExportContent Content(params ListedDocument[] documents) => new(
        "S-1", "Gemeente", "", Given.Decided, documents, new Dictionary<int, AssessmentNote>(),
        new Dictionary<(int, int), OriginalFile>(), [],
        Array.Empty<Guid>().ToLookup(_ => default(Guid), _ => default(DateTimeOffset)), new PlatformRegistry([]),
        new OfficeTime(TimeProvider.System), Noon, Language.Nl)
    {
        Reader = (_, _) => Task.FromResult<IReadOnlyList<Disclosure>>([]),
    };
}
