using Archive.Evidence;
using Archive.Law;

namespace Archive.Requests.Woo;

/// <summary>A request for public information under the Open Government Act (Wet open overheid).</summary>
public sealed class WooRequestKind : IRequestKind
{
    private static readonly Texts Texts = new("Archive.Requests.Woo.Resources.Woo", typeof(WooRequestKind).Assembly);

    /// <summary>The grounds of the Woo since 1 May 2022.</summary>
    public static Grounds Table { get; } = Grounds.Embedded(typeof(WooRequestKind), "woo-grounds-2022-05-01.json");

    /// <summary>Its word in facts.</summary>
    public static RequestKindName Word { get; } = new("woo");

    public RequestKindName Name => Word;

    public string NumberPrefix => "WOO";

    public RequestLaw Law { get; } =
        new("Woo", "Woo art. 4.1", Term: "Woo art. 4.4 lid 1", Referral: "Woo art. 4.5 lid 2");

    public Grounds Grounds => Table;

    public IReadOnlyList<Assessment> Assessments { get; } = Enum.GetValues<Assessment>();

    public DateOnly DecideBy(DateOnly receivedOn, OfficialDays days) => DecisionTerm.First(receivedOn, days);

    public DateOnly LongestTerm(DateOnly receivedOn) => DecisionTerm.Longest(receivedOn);

    public Refusal? Check(AssessRecord asked, RecordInScope record, IReadOnlyList<Ground> grounds, DateOnly today) =>
        InformationAge.Check(asked, record, grounds, today);

    public string Label(Assessment assessment, Language language) => Texts.In(language, $"Assessment.{assessment}");

    public string Label(DecisionOutcome outcome, Language language) => Texts.In(language, $"Outcome.{outcome}");

    public string Title(RequestNumber number, Language language) => Texts.In(language, "Title", number);

    public string LetterSubject(RequestNumber number, Language language) =>
        Texts.In(language, "LetterSubject", number);

    public string LegalBasis(Language language) => Texts.In(language, "LegalBasis");
}
