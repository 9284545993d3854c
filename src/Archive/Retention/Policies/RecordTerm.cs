using Archive.Capture;

namespace Archive.Retention.Policies;

/// <summary>
/// Whether policy files clearly say that a record may be destroyed. What is uncertain, missing or not yet over says no:
/// waiting can be made good, destroying cannot.
/// </summary>
public static class RecordTerm
{
    private static readonly Basis Law = Basis.Of("Archiefwet 1995 art. 3, 5");

    /// <param name="closedOn">The last day on which something happened to the record, in the office's zone.</param>
    /// <returns>Null if one category covers it, is sure, ends in destruction, and its term is over.</returns>
    public static Refusal? Bars(
        IReadOnlyList<RetentionPolicy> policies, RecordKind kind, DateOnly closedOn, DateOnly today)
    {
        var word = PolicyWords.Of(AppliesToOf(kind));
        var covering = policies.Where(p => p.ValidFrom <= closedOn && !(p.ValidTo < closedOn))
            .SelectMany(p => p.Categories.Where(c => c.AppliesTo.Contains(AppliesToOf(kind))).Select(c => (p, c)))
            .ToList();
        if (covering is [])
            return new("retention.no-category-covers", Law, word, closedOn);
        if (covering is [var (first, one), var (second, other), ..])
            return new("retention.two-categories-cover", Law, word, one.Number, first.Id, other.Number, second.Id);
        var (policy, category) = covering[0];
        if (category.Certainty == PolicyCertainty.Uncertain)
            return new("retention.category-uncertain", Law, word, category.Number, policy.Id);
        if (category.Disposition == Disposition.Bewaren)
            return new("retention.category-keeps", Law, word, category.Number, policy.Id);
        if (category.Starts != ProcessTerm.Nihil)
            return new("retention.process-term-unknown", Law, word, category.Number, policy.Id);
        var over = OverOn(category.Term!.Value, closedOn);
        return today < over ? new("retention.term-runs", Law, category.Number, policy.Id, over) : null;
    }

    /// <summary>
    /// The first day on which it may go. Terms count in whole calendar years from the next 1 January on, as archives
    /// do: never shorter than counting from the day itself.
    /// </summary>
    internal static DateOnly OverOn(RetentionTerm term, DateOnly closedOn) =>
        term.After(new DateOnly(closedOn.Year + 1, 1, 1));

    private static AppliesTo AppliesToOf(RecordKind kind) => kind switch
    {
        RecordKind.Post => AppliesTo.Post,
        RecordKind.Comment => AppliesTo.Comment,
        RecordKind.Share => AppliesTo.Share,
        RecordKind.Account => AppliesTo.Account,
    };
}
