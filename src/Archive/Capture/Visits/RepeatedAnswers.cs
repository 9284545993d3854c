using Archive.Evidence;
using Archive.Evidence.Canonical;

namespace Archive.Capture.Visits;

/// <summary>
/// Answers of a visit that came again as they are kept, and of which no fact says so yet. One fact tells of all that
/// came within a minute: so each is known to the minute, and a visit that is broken off loses no more than that.
/// </summary>
internal sealed class RepeatedAnswers
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> same = [];
    private readonly HashSet<string> notModified = [];
    private DateTimeOffset? from;

    /// <param name="asked">When the question was put.</param>
    public void Add(Digest name, DateTimeOffset asked, AnsweredAgain how)
    {
        from = from < asked ? from : asked;
        (how == AnsweredAgain.Same ? same : notModified).Add(name.ToString());
    }

    /// <summary>So long ago that a fact is to be recorded now. By a clock that went back, at once.</summary>
    public bool IsDue(DateTimeOffset now) => from is { } first && (now < first || now - first >= Longest);

    /// <returns>Null if there is nothing to say.</returns>
    public AnswersRepeated? Fact(Guid source, Guid visit, DateTimeOffset now) => from is { } first
        ? new(
            source, visit, CanonicalMoment.Truncate(first < now ? first : now), Sorted(same),
            Sorted(notModified.Except(same)))
        : null;

    private static IReadOnlyList<Digest> Sorted(IEnumerable<string> names) =>
        [.. names.Order(StringComparer.Ordinal).Select(Digest.Parse)];
}
