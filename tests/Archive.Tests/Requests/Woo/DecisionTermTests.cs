using System.Globalization;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Law;
using Archive.Requests.Woo;

namespace Archive.Tests.Requests.Woo;

public class DecisionTermTests
{
    [Theory]
    [InlineData("2026-11-20", 0, "2026-12-18")] // Friday to Friday, nothing in the way
    [InlineData("2026-11-20", 10, "2026-12-28")] // ten days' suspension: Monday, after both days of Christmas
    [InlineData("2026-03-25", 0, "2026-04-22")] // Wednesday to Wednesday, Easter in between does not count
    [InlineData("2026-04-06", 0, "2026-05-04")] // received on Easter Monday; 4 May is a working day unless decreed
    [InlineData("2026-11-27", 0, "2026-12-28")] // ends on Christmas Day, a Friday; then Boxing Day, then Sunday
    [InlineData("2027-11-27", 0, "2027-12-27")] // ends on Christmas Day, a Saturday
    [InlineData("2028-02-01", 0, "2028-02-29")] // leap day
    [InlineData("2026-12-04", 0, "2027-01-04")] // ends on New Year's Day, a Friday
    [InlineData("2027-04-08", 0, "2027-05-07")] // ends on Ascension Day, the day after 5 May; Friday is a working day
    [InlineData("2026-03-06", 0, "2026-04-07")] // ends on Good Friday; Saturday, Sunday, Easter Monday follow
    [InlineData("2026-04-25", 0, "2026-05-26")] // received on a Saturday, ends on Saturday; Whit Monday follows
    [InlineData("2025-03-29", 0, "2025-04-28")] // King's Day on Saturday 26 April, as the 27th is a Sunday
    public void The_first_term_is_four_weeks(string receivedOn, int suspended, string decideBy) =>
        Assert.Equal(Day(decideBy), DecisionTerm.First(Day(receivedOn), OfficialDays.Dutch, suspended));

    [Theory]
    [InlineData("2026-11-20", 0, "2027-01-04")] // ends on New Year's Day, a Friday
    [InlineData("2026-11-20", 10, "2027-01-11")] // ten days' suspension
    [InlineData("2026-03-25", 0, "2026-05-06")] // the day after 5 May, which is a holiday every year here
    [InlineData("2026-03-24", 0, "2026-05-06")] // ends on 5 May itself
    [InlineData("2026-11-27", 0, "2027-01-08")] // counted from Christmas Day, not from the 28th it moved to
    public void The_extended_term_is_six_weeks_from_the_same_day(string receivedOn, int suspended, string decideBy) =>
        Assert.Equal(Day(decideBy), DecisionTerm.Extended(Day(receivedOn), OfficialDays.Dutch, suspended));

    [Fact]
    public void A_day_equated_by_decree_counts_only_where_the_decree_was_read()
    {
        Assert.Equal(Day("2026-05-04"), DecisionTerm.First(Day("2026-04-06"), OfficialDays.Dutch));
        using var table = new StreamReader(LegalData.Embedded(typeof(OfficialDays), "atw-days-2024-2030.json"));
        var read = table.ReadToEnd().Replace("\"unverified\"", "\"decreed\"", StringComparison.Ordinal);
        var decreed = OfficialDays.Load(new MemoryStream(Encoding.UTF8.GetBytes(read)), "days.json");
        Assert.Equal(Day("2026-05-06"), DecisionTerm.First(Day("2026-04-06"), decreed));
    }

    [Theory] // law.md 2.1, drawn up apart from the table
    [InlineData(2026, "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26")]
    [InlineData(2027, "01-01 03-26 03-29 04-27 05-05 05-06 05-17 12-25 12-26")]
    [InlineData(2028, "01-01 04-14 04-17 04-27 05-05 05-25 06-05 12-25 12-26")]
    public void The_holidays_of_the_table_are_those_of_the_law(int year, string days)
    {
        var holidays = days.Split(' ').Select(d => Day($"{year}-{d}")).ToList();
        var weekdays = Enumerable.Range(0, 366).Select(i => new DateOnly(year, 1, 1).AddDays(i))
            .Where(d => d.Year == year && d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

        Assert.Equal(
            holidays.Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)),
            weekdays.Where(d => !OfficialDays.Dutch.IsWorkingDay(d)));
    }

    [Fact]
    public void Beyond_the_table_nothing_is_guessed() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DecisionTerm.First(Day("2030-12-10"), OfficialDays.Dutch));

    [Theory]
    [InlineData(
        "2030-01-01\" }], \"equatedSource\": \"\", \"equated\": [{ \"day\": \"2031-01-01\", \"certainty\": "
            + "\"unverified",
        "outside the years")]
    [InlineData("2031-01-01", "outside the years")]
    [InlineData("2030-13-01", "does not read as legal data")]
    public void A_table_that_contradicts_itself_is_a_fault(string day, string why)
    {
        var rest = day.Contains('}', StringComparison.Ordinal)
            ? " }] }"
            : ", \"name\": \"h\" }], \"equatedSource\": \"\", \"equated\": [] }";
        var json = $$"""
            { "name": "n", "source": "s", "validFrom": "2030-01-01", "validTo": "2030-12-31",
              "holidays": [{ "day": "{{day}}"{{rest}}
            """;

        var fault = Assert.Throws<FaultException>(() => Load(
            json.Replace("\"2030-01-01\" }]", "\"2030-01-01\", \"name\": \"h\" }]", StringComparison.Ordinal)));

        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    private static OfficialDays Load(string json) =>
        OfficialDays.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)), "days.json");

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
