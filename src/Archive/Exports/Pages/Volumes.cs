namespace Archive.Exports.Pages;

/// <summary>
/// Cuts an export into volumes. A renderer keeps every decoded picture of a volume in memory, so a volume ends at a
/// number of records or of pixels, whichever comes first: memory does not grow with the export.
/// </summary>
public static class Volumes
{
    /// <summary>Records in a volume, comments included.</summary>
    public const int MaxRecords = 250;

    /// <summary>
    /// Pixels in a volume. Measured: 250 records with pictures of together 135 million pixels take 1 GB.
    /// </summary>
    public const long MaxPixels = 150_000_000;

    /// <summary>
    /// Volumes in order, at least one. A record is never split from its comments, however many they are.
    /// </summary>
    public static IReadOnlyList<ExportPages> Split(ExportPages export)
    {
        var parts = Cut(export.Records);
        var volumeOf = parts
            .SelectMany((part, i) => part.SelectMany(Numbers).Select(number => (number, volume: i + 1)))
            .ToDictionary(x => x.number, x => x.volume);
        var inventory = export.Inventory
            .Select(row => row with { Volume = volumeOf.GetValueOrDefault(row.Number) })
            .ToList();

        return [.. parts.Select((part, i) => export with
        {
            Records = part,
            Inventory = i == 0 ? inventory : [],
            Completeness = i == 0 ? export.Completeness : null,
            Checking = i == 0 ? export.Checking : [],
            Volume = i + 1,
            Volumes = parts.Count,
        })];
    }

    private static List<List<PageRecord>> Cut(IReadOnlyList<PageRecord> records)
    {
        List<List<PageRecord>> parts = [[]];
        long count = 0, pixels = 0;
        foreach (var record in records)
        {
            var (own, drawn) = (Numbers(record).Count(), Pixels(record));
            if (parts[^1].Count > 0 && (count + own > MaxRecords || pixels + drawn > MaxPixels))
            {
                parts.Add([]);
                (count, pixels) = (0, 0);
            }

            parts[^1].Add(record);
            (count, pixels) = (count + own, pixels + drawn);
        }

        return parts;
    }

    private static IEnumerable<string> Numbers(PageRecord record) =>
        record.Comments.Select(c => c.Number).Prepend(record.Number);

    private static long Pixels(PageRecord record) =>
        record.Comments.Sum(Pixels) + record.Media.Sum(m => m.Path is null ? 0 : PageImage.Read(m.Path)?.Pixels ?? 0);
}
