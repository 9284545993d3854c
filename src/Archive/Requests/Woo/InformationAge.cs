using Archive.Law;

namespace Archive.Requests.Woo;

/// <summary>Woo art. 5.3: information older than five years is withheld only with reasons of its own.</summary>
internal static class InformationAge
{
    private const int YoungYears = 5;

    /// <remarks>On the day itself it is not older yet.</remarks>
    public static Refusal? Check(
        AssessRecord asked, RecordInScope record, IReadOnlyList<Ground> grounds, DateOnly today) =>
        grounds.Count > 0
            && record.Scoped.PostedOn.AddYears(YoungYears) < today
            && string.IsNullOrWhiteSpace(asked.DespiteAge)
            ? new Refusal("requests.older-than-five-years", Basis.Of("Woo art. 5.3"), record.Scoped.PostedOn)
            : null;
}
