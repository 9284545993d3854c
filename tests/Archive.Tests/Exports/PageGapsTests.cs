using Archive.Capture;
using Archive.Evidence;
using Archive.Exports.Pages;
using Archive.Records;

namespace Archive.Tests.Exports;

public sealed class PageGapsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Source = Ids.New();

    private readonly Dictionary<int, Guid> records = Enumerable.Range(1, 9).ToDictionary(n => n, _ => Ids.New());

    [Fact]
    public void One_trouble_that_touches_many_documents_is_one_row_with_their_numbers()
    {
        var rows = Of(
            Gap(1, 10), Gap(2, 11), Gap(3, 12), Gap(5, 13), Gap(null, 14), Gap(5, 70)); // in two visits; one lasts

        Assert.Equal(
            [("1-3", 10, 60), ("5", 13, null), (null, 14, 60)],
            rows.Select(r => (r.About, Minutes(r.From), r.To is { } to ? Minutes(to) : (int?)null)));
        Assert.All(rows, r => Assert.Equal("Thread Unreachable", r.Cause));
    }

    [Fact]
    public void Other_causes_and_later_troubles_have_rows_of_their_own()
    {
        var rows = Of(Gap(1, 10), Gap(2, 10) with { Cause = GapCause.RateLimited }, Gap(4, 70));

        Assert.Equal(["1", "2", "4"], rows.Select(r => r.About));
        Assert.Equal(["Thread Unreachable", "Thread RateLimited", "Thread Unreachable"], rows.Select(r => r.Cause));
    }

    [Fact]
    public void Two_numbers_in_a_row_are_named_each() =>
        Assert.Equal("1, 2, 4-6, 9", Assert.Single(
            Of([.. new[] { 9, 1, 2, 4, 5, 6 }.Select(n => Gap(n, 10))])).About);

    private RecordedGap Gap(int? number, int minutes) => new(
        Ids.New(), Start.AddMinutes(minutes), Source, "@stad@voorbeeld.example",
        number is { } n ? records[n] : null, Endpoint.Thread, GapCause.Unreachable, null);

    /// <summary>Visits began at each full hour.</summary>
    private IReadOnlyList<PageGap> Of(params RecordedGap[] gaps) => PageGaps.Of(
        gaps, new[] { 0, 60 }.ToLookup(_ => Source, m => Start.AddMinutes(m)),
        records.ToLookup(r => r.Value, r => r.Key), (endpoint, cause) => $"{endpoint} {cause}",
        new OfficeTime(TimeProvider.System));

    private static int Minutes(PageMoment moment) => (int)(moment.Utc - Start).TotalMinutes;
}
