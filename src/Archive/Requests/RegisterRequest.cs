using Archive.Evidence.Content;
using Archive.Law;
using Archive.Records;

namespace Archive.Requests;

/// <summary>An officer writes down that a request came in; from the day after, the clock of its kind runs.</summary>
/// <param name="Request">The new request's id, from `Ids.New()`.</param>
/// <param name="Requester">Who asks (verzoeker), as in the letter.</param>
/// <param name="Subject">What about, in the officer's words.</param>
public sealed record RegisterRequest(
    Guid Request, RequestKindName Kind, string Requester, string Subject, DateOnly ReceivedOn)
{
    private const int LongestLine = 500;

    /// <summary>Room beyond the longest term, so that moving its end never falls off the table of holidays.</summary>
    private const int DaysToMove = 20;

    /// <param name="kind">Of the name that was asked.</param>
    /// <param name="number">Reserved for this request; goes unused if the rule says no.</param>
    public static Outcome<IFact[]> Decide(
        RegisterRequest asked, IRequestKind kind, RequestNumber number, OfficialDays days, DateOnly today) =>
        Check(asked, kind, days, today) is { } refusal
            ? refusal
            : Outcome.Accept(new RequestReceived(
                asked.Request, asked.Kind, number, asked.ReceivedOn, kind.DecideBy(asked.ReceivedOn, days),
                SealedTextRef.NotYet));

    /// <summary>What can be said before a number is reserved.</summary>
    public static Refusal? Check(RegisterRequest asked, IRequestKind kind, OfficialDays days, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(asked.Requester))
            return new Refusal("requests.requester-needed", Basis.Of(kind.Law.Request));
        if (string.IsNullOrWhiteSpace(asked.Subject))
            return new Refusal("requests.subject-needed", Basis.Of(kind.Law.Request));
        if (!IsOneLine(asked.Requester) || !IsOneLine(asked.Subject))
            return new Refusal("requests.one-line", Basis.Judging, LongestLine);
        if (asked.ReceivedOn > today)
            return new Refusal("requests.received-in-future", Basis.Of(kind.Law.Term), asked.ReceivedOn);
        if (!days.Knows(asked.ReceivedOn) || !days.Knows(kind.LongestTerm(asked.ReceivedOn).AddDays(DaysToMove)))
            return new Refusal(
                "requests.holidays-unknown", Basis.Of("Atw art. 1 lid 1"), days.ValidFrom, days.ValidTo);

        return null;
    }

    private static bool IsOneLine(string text) =>
        text.Length <= LongestLine && !text.Any(char.IsControl) && TextRuns.Repair(text) == text;
}
