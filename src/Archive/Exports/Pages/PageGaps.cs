using System.Globalization;
using Archive.Capture;
using Archive.Records;

namespace Archive.Exports.Pages;

/// <summary>
/// What could not be obtained, a row for each trouble: one outage that touched forty documents is one, with their
/// numbers.
/// </summary>
internal static class PageGaps
{
    /// <param name="gaps">Oldest first.</param>
    /// <param name="visits">When visits to a source began that came to their end, oldest first.</param>
    /// <param name="numbers">Of the documents in the set, by record.</param>
    public static IReadOnlyList<PageGap> Of(
        IReadOnlyList<RecordedGap> gaps, ILookup<Guid, DateTimeOffset> visits, ILookup<Guid, int> numbers,
        Func<Endpoint, GapCause, string> label, OfficeTime office)
    {
        var spans = gaps.GroupBy(g => (g.Source, g.Handle, g.Record, g.Endpoint, g.Cause)).Select(g =>
        {
            var (first, last) = (g.Min(x => x.At), g.Max(x => x.At));
            return (
                g.Key.Record, First: first,
                Trouble: (
                    g.Key.Source, g.Key.Handle, IsOfList: g.Key.Record is null,
                    Cause: label(g.Key.Endpoint, g.Key.Cause),
                    Began: Found(visits[g.Key.Source].Reverse(), visit => visit <= first),
                    Over: Found(visits[g.Key.Source], visit => visit > last)));
        });
        return
        [
            .. spans.GroupBy(s => s.Trouble).Select(g => new PageGap(
                g.Key.Handle,
                g.Key.IsOfList ? null : Listed([.. g.SelectMany(s => numbers[s.Record!.Value]).Distinct().Order()]),
                PageMoment.Of(g.Min(s => s.First), office),
                g.Key.Over is { } over ? PageMoment.Of(over, office) : null,
                g.Key.Cause)),
        ];
    }

    private static DateTimeOffset? Found(IEnumerable<DateTimeOffset> visits, Func<DateTimeOffset, bool> which) =>
        visits.Where(which).Select(visit => (DateTimeOffset?)visit).FirstOrDefault();

    /// <summary>`3, 7-12`: three or more in a row are named by the first and the last.</summary>
    private static string Listed(IReadOnlyList<int> numbers)
    {
        var parts = new List<string>();
        for (var (i, next) = (0, 0); i < numbers.Count; i = next)
        {
            next = i + 1;
            while (next < numbers.Count && numbers[next] == numbers[next - 1] + 1)
                next++;
            if (next - i > 2)
                parts.Add(FormattableString.Invariant($"{numbers[i]}-{numbers[next - 1]}"));
            else
                parts.AddRange(numbers.Skip(i).Take(next - i).Select(n => n.ToString(CultureInfo.InvariantCulture)));
        }

        return string.Join(", ", parts);
    }
}
