using System.Text;
using Archive.Evidence;
using Archive.Law;
using Archive.Requests;

namespace Archive.IntegrationTests.Requests.ToyKind;

/// <summary>Who wants to see their own notes: a month to decide, and nobody else's name is shown.</summary>
public sealed class ToyRequestKind : IRequestKind
{
    private const string Table = """
        { "name": "Reasons to keep a note", "laws": ["Speelwet"], "basis": "Speelwet art. 15", "source": "the test",
          "validFrom": "2020-01-01", "grounds": [
            { "code": "15.4", "article": "Speelwet art. 15 lid 4",
              "nl": "Rechten van anderen", "en": "Rights of others", "kind": "absolute",
              "needsReasons": false, "certainty": "found" },
            { "code": "23", "article": "Speelwet art. 23", "nl": "Rust in huis", "en": "Peace at home",
              "kind": "relative", "needsReasons": true, "certainty": "found" }] }
        """;

    public RequestKindName Name => new("toy");

    public string NumberPrefix => "TOY";

    public RequestLaw Law { get; } = new("Speelwet", "Speelwet art. 1", "Speelwet art. 12", "Speelwet art. 2");

    public Grounds Grounds { get; } = Grounds.Load(new MemoryStream(Encoding.UTF8.GetBytes(Table)), "toy.json");

    public IReadOnlyList<Assessment> Assessments { get; } =
        [Assessment.Disclosed, Assessment.DisclosedInPart, Assessment.Withheld, Assessment.OutOfScope];

    public DateOnly DecideBy(DateOnly receivedOn, OfficialDays days) => days.Roll(receivedOn.AddMonths(1));

    public DateOnly LongestTerm(DateOnly receivedOn) => receivedOn.AddMonths(3);

    public Refusal? Check(AssessRecord asked, RecordInScope record, IReadOnlyList<Ground> grounds, DateOnly today) =>
        asked.Assessment == Assessment.DisclosedInPart
            && !record.Redactions.Exists(r => r.Passage.Kind == PassageKind.AuthorHandle)
            ? new Refusal(
                new Sentence(language => language == Language.Nl
                    ? "Wie het schreef is een ander: lak eerst de auteur."
                    : "Who wrote it is someone else: redact the author first."),
                "toy.author-shown",
                Basis.Of("Speelwet art. 15 lid 4"))
            : null;

    public string Label(Assessment assessment, Language language) => (assessment, language) switch
    {
        (Assessment.Disclosed, Language.Nl) => "getoond",
        (Assessment.DisclosedInPart, Language.Nl) => "half getoond",
        (Assessment.Withheld, Language.Nl) => "verstopt",
        (Assessment.OutOfScope, Language.Nl) => "iets anders",
        _ => $"toy {assessment}",
    };

    public string Label(DecisionOutcome outcome, Language language) => $"speelbesluit {outcome}";

    public string Title(RequestNumber number, Language language) => $"Speelverzoek {number}: briefjes";

    public string LetterSubject(RequestNumber number, Language language) => language == Language.Nl
        ? $"briefjes bij speelverzoek {number}"
        : $"notes for toy request {number}";

    public string LegalBasis(Language language) => "Speelwet, artikel 1";
}
