using System.Globalization;
using Archive.Capture;
using Archive.Retention.Policies;

namespace Archive.Tests.Retention;

/// <summary>Only what a policy file clearly covers may go when its term is over.</summary>
public class RecordTermTests
{
    private const string Uncertain = "retention.category-uncertain";

    private static readonly RetentionCategory Year = new(
        "20.1", "Informeren", [AppliesTo.Post], Disposition.Vernietigen, new(1, TermUnit.Years), ProcessTerm.Nihil,
        PolicyCertainty.Found, null);

    public static TheoryData<string, RetentionCategory, string?> Categories => new()
    {
        { "one that is sure", Year, null },
        { "one that was known in the field", Year with { Certainty = PolicyCertainty.Knowledge }, null },
        { "one to be confirmed", Year with { Certainty = PolicyCertainty.Uncertain }, Uncertain },
        {
            "one that keeps", Year with { Disposition = Disposition.Bewaren, Term = null, Starts = null },
            "retention.category-keeps"
        },
        { "one of comments", Year with { AppliesTo = [AppliesTo.Comment] }, "retention.no-category-covers" },
        { "one that somebody has to choose", Year with { AppliesTo = [] }, "retention.no-category-covers" },
        {
            "one that begins when a thing ends", Year with { Starts = ProcessTerm.BestaansduurProcesobject },
            "retention.process-term-unknown"
        },
    };

    [Theory]
    [MemberData(nameof(Categories))]
    public void A_category_has_to_cover_it_clearly(string which, RetentionCategory category, string? refused) =>
        Assert.Equal((which, refused), (which, Bars([Policy(category)], "2020-06-01", "2026-11-30")?.Code));

    [Theory] // whole calendar years from the next 1 January
    [InlineData("2024-12-31", "2025-12-31", "retention.term-runs")]
    [InlineData("2024-12-31", "2026-01-01", null)]
    [InlineData("2025-01-01", "2026-12-31", "retention.term-runs")]
    [InlineData("2025-01-01", "2027-01-01", null)]
    public void The_term_has_to_be_over(string closedOn, string today, string? refused) =>
        Assert.Equal(refused, Bars([Policy(Year)], closedOn, today)?.Code);

    [Theory]
    [InlineData("2019-12-31", "retention.no-category-covers")] // before the list held
    [InlineData("2020-01-01", null)]
    [InlineData("2022-12-31", null)]
    [InlineData("2023-01-01", "retention.no-category-covers")] // after its last day
    public void The_list_has_to_hold_on_the_day_of_the_record(string closedOn, string? refused) => Assert.Equal(
        refused, Bars([Policy(Year) with { ValidTo = Day("2022-12-31") }], closedOn, "2026-11-30")?.Code);

    [Fact]
    public void Two_lists_that_both_cover_it_cancel_each_other() => Assert.Equal(
        "retention.two-categories-cover",
        Bars([Policy(Year), Policy(Year) with { Id = "other" }], "2020-06-01", "2026-11-30")?.Code);

    private static Refusal? Bars(IReadOnlyList<RetentionPolicy> policies, string closedOn, string today) =>
        RecordTerm.Bars(policies, RecordKind.Post, Day(closedOn), Day(today));

    private static RetentionPolicy Policy(RetentionCategory category) =>
        new("list", "Een lijst", "Een lijst", "Stcrt. 2020, 1", Day("2020-01-01"), Day("2020-01-01"), null, [category]);

    private static DateOnly Day(string iso) =>
        DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
