using Archive.Evidence.Content;
using Archive.Law;

namespace Archive.Requests.Woo;

/// <summary>An officer writes down that a request came in; from the day after, the clock runs.</summary>
/// <param name="Request">The new request's id, from `Ids.New()`.</param>
/// <param name="Requester">Who asks (verzoeker), as in the letter.</param>
/// <param name="Subject">What about, in the officer's words.</param>
public sealed record RegisterWooRequest(Guid Request, string Requester, string Subject, DateOnly ReceivedOn)
{
    private const int LongestLine = 500;

    /// <param name="number">Reserved for this request; goes unused if the rule says no.</param>
    public static Answer Decide(RegisterWooRequest asked, RequestNumber number, OfficialDays days, DateOnly today) =>
        Check(asked, days, today) is { } refusal
            ? new Answer.Refused(refusal)
            : Answer.Accept(new WooRequestReceived(
                asked.Request, number, asked.ReceivedOn, DecisionTerm.First(asked.ReceivedOn, days), SealedTextRef
                    .NotYet));

    /// <summary>What can be said before a number is reserved.</summary>
    public static Refusal? Check(RegisterWooRequest asked, OfficialDays days, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(asked.Requester))
            return new Refusal("A request has a requester; name who asks.", "Woo art. 4.1 lid 1");
        if (string.IsNullOrWhiteSpace(asked.Subject))
            return new Refusal("A request is about something; say what in a few words.", "Woo art. 4.1 lid 4");
        if (!IsOneLine(asked.Requester) || !IsOneLine(asked.Subject))
            return new Refusal(
                $"Requester and subject are each one line of at most {LongestLine} characters.",
                "docs/decisions/0021");
        if (asked.ReceivedOn > today)
            return new Refusal(
                $"A request is registered once it came in, and {asked.ReceivedOn:yyyy-MM-dd} is yet to come.",
                "Woo art. 4.4 lid 1");
        // Twenty days' room beyond the longest term, so that a roll never falls off the table's end.
        if (!days.Knows(asked.ReceivedOn) || !days.Knows(asked.ReceivedOn.AddDays(62)))
        {
            return new Refusal(
                $"Holidays are known from {days.ValidFrom:yyyy-MM-dd} to {days.ValidTo:yyyy-MM-dd} only; "
                + "the last day of this term cannot be told. Add the year to the table.",
                "Atw art. 1 lid 1");
        }

        return null;
    }

    private static bool IsOneLine(string text) =>
        text.Length <= LongestLine && !text.Any(char.IsControl) && TextRuns.Repair(text) == text;
}
