using Archive.Law;

namespace Archive.Requests.Woo;

/// <summary>The time the law gives to decide on a Woo request (beslistermijn). Includes its last day.</summary>
public static class DecisionTerm
{
    private const int FirstDays = 4 * 7;
    private const int ExtensionDays = 2 * 7;

    /// <summary>
    /// Woo art. 4.4 lid 1: four weeks, counted from the day after receipt; so a request received on a Monday is due on
    /// the Monday four weeks later. An end on a Saturday, Sunday or holiday moves to the next working day (Atw art. 1
    /// lid 1).
    /// </summary>
    /// <param name="suspendedDays">Days the clock stood still (opschorting), from and to included.</param>
    public static DateOnly First(DateOnly receivedOn, OfficialDays days, int suspendedDays = 0) =>
        days.Roll(receivedOn.AddDays(FirstDays + suspendedDays));

    /// <summary>
    /// Woo art. 4.4 lid 2, verdaging: at most two weeks more. They are counted from the end of the first term before it
    /// moved for a weekend or holiday: the law is unclear, and this is never later than the other reading.
    /// </summary>
    public static DateOnly Extended(DateOnly receivedOn, OfficialDays days, int suspendedDays = 0) =>
        days.Roll(Longest(receivedOn).AddDays(suspendedDays));

    /// <summary>The end of the extended term before it moves for a weekend or holiday.</summary>
    internal static DateOnly Longest(DateOnly receivedOn) => receivedOn.AddDays(FirstDays + ExtensionDays);
}
