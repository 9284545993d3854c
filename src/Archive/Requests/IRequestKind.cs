using Archive.Evidence;
using Archive.Law;

namespace Archive.Requests;

/// <summary>
/// All that the archive has to know of one kind of request. It lies in a folder of its own; no file outside it names it
/// but to register a request of that kind. An implementation in this assembly is found by itself, so it has a public
/// constructor without arguments that are not services.
///
/// A kind
/// - MUST keep its <see cref="Name"/> for ever, and in its <see cref="Grounds"/> whatever was once recorded: facts have
///   both.
/// - MUST answer the same for the same: it knows neither the time nor what else is recorded.
/// - MUST have words in both languages for every assessment it admits and every outcome those add up to.
/// - adds no fact of its own: what officers do is the same in every kind.
/// </summary>
public interface IRequestKind
{
    /// <summary>Its word in facts and rows.</summary>
    RequestKindName Name { get; }

    /// <summary>What its numbers begin with, `WOO` in `WOO-2026-0001`; no other kind has it.</summary>
    string NumberPrefix { get; }

    /// <summary>The articles behind rules that hold for every kind.</summary>
    RequestLaw Law { get; }

    /// <summary>On which something may be withheld.</summary>
    Grounds Grounds { get; }

    /// <summary>Which judgements a record may get, in the order in which officers read them.</summary>
    IReadOnlyList<Assessment> Assessments { get; }

    /// <summary>The last day of the first term, weekends and holidays considered.</summary>
    DateOnly DecideBy(DateOnly receivedOn, OfficialDays days);

    /// <summary>
    /// The last day of the longest term that a request may come to have, before it moves for a weekend or holiday.
    /// </summary>
    DateOnly LongestTerm(DateOnly receivedOn);

    /// <summary>What the kind asks of a judgement beyond what every kind asks.</summary>
    /// <param name="grounds">On which it is withheld, those of its redactions included.</param>
    /// <returns>Null if there is nothing against it.</returns>
    Refusal? Check(AssessRecord asked, RecordInScope record, IReadOnlyList<Ground> grounds, DateOnly today);

    /// <summary>The term of art, in lower case, such as "deels openbaar".</summary>
    string Label(Assessment assessment, Language language);

    /// <summary>The term of art, in lower case, such as "gedeeltelijke openbaarmaking".</summary>
    string Label(DecisionOutcome outcome, Language language);

    /// <summary>Heads the pages of a set.</summary>
    string Title(RequestNumber number, Language language);

    /// <summary>What the letter in a set says it is about: "documenten bij Woo-verzoek WOO-2026-0001".</summary>
    string LetterSubject(RequestNumber number, Language language);

    /// <summary>On the cover: the article under which was asked.</summary>
    string LegalBasis(Language language);
}

/// <summary>Articles of the law of a kind of request, each as a letter cites it.</summary>
/// <param name="Name">The law for short, such as "Woo".</param>
/// <param name="Request">Who may ask, and for what.</param>
/// <param name="Term">When it is to be decided.</param>
/// <param name="Referral">That the requester is told where something can be read already.</param>
public sealed record RequestLaw(string Name, string Request, string Term, string Referral);

public static class RequestKindWords
{
    /// <summary>
    /// Reads the Dutch label of an assessment that the kind admits, with spaces or dashes. Null if it is none: unknown
    /// is never taken for something.
    /// </summary>
    public static Assessment? ReadAssessment(this IRequestKind kind, string label) =>
        kind.Assessments.Where(a => Same(kind.Label(a, Language.Nl), label))
            .Select(a => (Assessment?)a).SingleOrDefault();

    /// <summary>Its label, in the reader's language.</summary>
    public static Sentence Named(this IRequestKind kind, Assessment assessment) =>
        new(language => kind.Label(assessment, language));

    /// <inheritdoc cref="Named(IRequestKind, Assessment)"/>
    public static Sentence Named(this IRequestKind kind, DecisionOutcome outcome) =>
        new(language => kind.Label(outcome, language));

    private static bool Same(string label, string typed) =>
        string.Equals(label.Replace('-', ' '), typed.Trim().Replace('-', ' '), StringComparison.OrdinalIgnoreCase);
}
