using System.Globalization;
using Archive.Cli;
using Archive.Evidence;

namespace Archive.Tests.CommandLine;

/// <summary>A day that can be read in two ways is read in none.</summary>
public class TypedDayTests
{
    [Theory]
    [InlineData("2026-11-05", "2026-11-05", "2026-11-05")]
    [InlineData("05-11-2026", null, "2026-11-05")] // the eleventh of May to an American
    [InlineData("5-11-2026", null, "2026-11-05")]
    [InlineData("13-11-2026", null, "2026-11-13")]
    [InlineData("11-13-2026", null, null)]
    [InlineData("05/11/2026", null, null)]
    [InlineData("5 november 2026", null, null)]
    [InlineData("05-11-26", null, null)]
    [InlineData("2026-11-5", null, null)]
    [InlineData("20261105", null, null)]
    [InlineData("2026-02-29", null, null)] // no leap year
    [InlineData("morgen", null, null)]
    public void A_day_is_read_in_one_way_only(string typed, string? english, string? dutch)
    {
        Assert.Equal(english, Iso(TypedDay.Read(typed, Language.En)));
        Assert.Equal(dutch, Iso(TypedDay.Read(typed, Language.Nl)));
    }

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
