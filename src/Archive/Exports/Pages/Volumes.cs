namespace Archive.Exports.Pages;

/// <summary>A document at its place on the pages.</summary>
/// <param name="Level">How deep in its thread; one of level 0 begins a thread.</param>
/// <param name="Pixels">Of its pictures.</param>
public sealed record PlacedDocument(int Number, int Level, long Pixels);

/// <summary>What one volume holds.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Rows">Which rows of the inventory, counted from 0.</param>
/// <param name="Continues">
/// Number of the document that began the thread which goes on here, and of the volume it is in; null: the volume begins
/// with a thread, or has no documents.
/// </param>
public sealed record Volume(
    int Number, Range Rows, IReadOnlyList<PlacedDocument> Documents, (int Number, int Volume)? Continues);

/// <summary>
/// Cuts an export into volumes. A renderer keeps what is on the pages of a volume in memory, with every picture
/// decoded, so a volume ends at a number of documents, of pixels or of rows, whichever comes first: memory does not
/// grow with the export.
/// </summary>
public static class Volumes
{
    /// <summary>Documents in a volume, comments included.</summary>
    public const int MaxDocuments = 125;

    /// <summary>Pixels in a volume. They take 4 bytes each while they are drawn.</summary>
    public const long MaxPixels = 75_000_000;

    /// <summary>
    /// Rows of the inventory in a volume. Measured: 5,000 of them take 1 GB, and six times as long as the same number
    /// of rows in tables of 500.
    /// </summary>
    public const int MaxRows = 500;

    /// <summary>
    /// Volumes in order, at least one. The inventory comes first, in volumes of its own as far as it is longer than
    /// one. A thread stays together if a volume can hold it; a longer one is cut.
    /// </summary>
    public static IReadOnlyList<Volume> Plan(IReadOnlyList<PlacedDocument> documents, int rows)
    {
        var volumes = new List<Volume>();
        var full = Math.Max(0, (rows - 1) / MaxRows);
        for (var i = 0; i < full; i++)
            volumes.Add(new(i + 1, (i * MaxRows)..((i + 1) * MaxRows), [], null));
        var (listed, volumeOf) = (full * MaxRows, new Dictionary<int, int>());
        foreach (var (part, begunBy) in Cut(documents))
        {
            foreach (var document in part)
                volumeOf[document.Number] = volumes.Count + 1;
            volumes.Add(new(
                volumes.Count + 1, listed..rows, part, begunBy is { } first ? (first, volumeOf[first]) : null));
            listed = rows;
        }

        return volumes;
    }

    /// <returns>Parts, at least one, and what began the thread that each goes on with.</returns>
    private static IEnumerable<(List<PlacedDocument> Part, int? BegunBy)> Cut(IReadOnlyList<PlacedDocument> documents)
    {
        List<PlacedDocument> part = [];
        int? begunBy = null;
        var pixels = 0L;
        foreach (var thread in Threads(documents))
        {
            var together = thread.Count <= MaxDocuments && thread.Sum(d => d.Pixels) <= MaxPixels;
            if (together && part.Count > 0 && IsFull(thread.Count, thread.Sum(d => d.Pixels)))
            {
                yield return (part, begunBy);
                (part, begunBy, pixels) = ([], null, 0);
            }

            foreach (var document in thread)
            {
                if (part.Count > 0 && IsFull(1, document.Pixels))
                {
                    yield return (part, begunBy);
                    (part, pixels) = ([], 0);
                    begunBy = document == thread[0] ? null : thread[0].Number;
                }

                part.Add(document);
                pixels += document.Pixels;
            }
        }

        yield return (part, begunBy);

        bool IsFull(int more, long drawn) => part.Count + more > MaxDocuments || pixels + drawn > MaxPixels;
    }

    private static IEnumerable<List<PlacedDocument>> Threads(IReadOnlyList<PlacedDocument> documents)
    {
        List<PlacedDocument> thread = [];
        foreach (var document in documents)
        {
            if (document.Level == 0 && thread.Count > 0)
            {
                yield return thread;
                thread = [];
            }

            thread.Add(document);
        }

        if (thread.Count > 0)
            yield return thread;
    }
}
