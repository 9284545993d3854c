namespace Archive;

/// <summary>Days as the office lives them: statutory days are days in its zone, whatever the server thinks.</summary>
/// <param name="zone">IANA name; Europe/Amsterdam unless the tenant says otherwise.</param>
public sealed class OfficeTime(TimeProvider clock, string zone = "Europe/Amsterdam")
{
    private readonly TimeZoneInfo office = TimeZoneInfo.FindSystemTimeZoneById(zone);

    /// <summary>The moment, UTC, as the host's clock has it.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => DayOf(clock.GetUtcNow());

    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment).DateTime);

    /// <summary>The moment (UTC) at which a day begins in the office's zone.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, office.GetUtcOffset(midnight)).ToUniversalTime();
    }

    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, office);
}
