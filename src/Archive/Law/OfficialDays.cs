namespace Archive.Law;

/// <summary>
/// The days on which a statutory term does not end (Algemene termijnenwet art. 1 and 3), as dated data.
/// </summary>
public sealed class OfficialDays
{
    private const string File = "atw-days-2024-2030.json";

    private readonly HashSet<DateOnly> closed;

    private OfficialDays(DaysFile file)
    {
        ValidFrom = file.ValidFrom;
        ValidTo = file.ValidTo;
        closed = [.. file.Holidays.Select(h => h.Day)];
        closed.UnionWith(file.Equated.Where(e => e.Certainty == DayCertainty.Decreed).Select(e => e.Day));
    }

    private enum DayCertainty
    {
        /// <summary>Likely, but no decree was read: left out.</summary>
        Unverified,

        /// <summary>Read in the royal decree.</summary>
        Decreed,
    }

    /// <summary>Sundays and holidays of the law; days equated by royal decree only where the decree was read.</summary>
    public static OfficialDays Dutch { get; } = Load(LegalData.Embedded(typeof(OfficialDays), File), File);

    /// <summary>First day the table knows.</summary>
    public DateOnly ValidFrom { get; }

    /// <summary>Last day the table knows.</summary>
    public DateOnly ValidTo { get; }

    public static OfficialDays Load(Stream json, string name)
    {
        var file = LegalData.Read<DaysFile>(json, name);
        var days = file.Holidays.Select(h => h.Day).Concat(file.Equated.Select(e => e.Day)).ToList();
        if (days.Find(d => d < file.ValidFrom || d > file.ValidTo) is var outside && outside != default)
            throw Sentences.Fault("law.days-outside", name, outside);
        var years = file.Holidays.Select(h => h.Day.Year).Distinct().Count();
        if (years != file.ValidTo.Year - file.ValidFrom.Year + 1)
            throw Sentences.Fault("law.year-without-holidays", name, file.ValidFrom, file.ValidTo);
        return new OfficialDays(file);
    }

    public bool Knows(DateOnly day) => day >= ValidFrom && day <= ValidTo;

    /// <summary>A day that is no Saturday, Sunday, holiday or day equated with one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The table does not reach this day; nothing is guessed.</exception>
    public bool IsWorkingDay(DateOnly day) => Knows(day)
        ? day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !closed.Contains(day)
        : throw new ArgumentOutOfRangeException(
            nameof(day), day, $"The table of holidays runs from {ValidFrom:yyyy-MM-dd} to {ValidTo:yyyy-MM-dd}.");

    /// <summary>Atw art. 1 lid 1: the day itself, or the next that is a working day.</summary>
    public DateOnly Roll(DateOnly end)
    {
        while (!IsWorkingDay(end))
            end = end.AddDays(1);
        return end;
    }

    private sealed record DaysFile(
        string Name, string Source, DateOnly ValidFrom, DateOnly ValidTo, IReadOnlyList<HolidayRow> Holidays,
        string EquatedSource, IReadOnlyList<EquatedRow> Equated);

    private sealed record HolidayRow(DateOnly Day, string Name);

    private sealed record EquatedRow(DateOnly Day, DayCertainty Certainty);
}
