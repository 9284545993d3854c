namespace Archive.Records;

/// <summary>Which version answers which, and the order in which a thread is read.</summary>
public static class Threads
{
    /// <summary>
    /// The version of what this one answers that stood when it was posted; where nothing tells what it answers, or that
    /// is not among them, of what its thread begins with. The last that is sure to have stood by then; the earliest
    /// where all of them are later. Null if it answers nothing among them.
    /// </summary>
    public static RecordVersion? Answered(RecordVersion version, ILookup<Guid, RecordVersion> among)
    {
        foreach (var record in new[] { version.Parent, version.Thread }.OfType<Guid>().Where(r => r != version.Record))
        {
            var versions = among[record].OrderBy(v => v.Ordinal).ToList();
            var stood = versions.LastOrDefault(v => v.StoodFrom <= version.PostedAt) ?? versions.FirstOrDefault();
            if (stood is not null)
                return stood;
        }

        return null;
    }

    public static ILookup<Guid, RecordVersion> ByRecord(IEnumerable<RecordVersion> versions) =>
        versions.ToLookup(v => v.Record);

    /// <summary>
    /// As a reader follows them: what was posted first comes first, and below each version of it what was said while
    /// that version stood; then its next version.
    /// </summary>
    public static IReadOnlyList<RecordVersion> InOrder(IReadOnlyCollection<RecordVersion> versions)
    {
        var byRecord = ByRecord(versions);
        var records = versions.GroupBy(v => v.Record).Select(r => r.OrderBy(v => v.Ordinal).ToList())
            .OrderBy(r => r[0].PostedAt).ThenBy(r => r[0].Leaf).ToList();
        var under = records.ToLookup(r => Answered(r[0], byRecord)?.Version);
        var ordered = new List<RecordVersion>(versions.Count);
        var placed = new HashSet<Guid>();
        var left = new Stack<RecordVersion>();
        void Place(IEnumerable<List<RecordVersion>> those)
        {
            foreach (var record in those.Reverse().Where(r => placed.Add(r[0].Record)))
            {
                foreach (var version in Enumerable.Reverse(record))
                    left.Push(version);
            }
        }

        void Follow()
        {
            while (left.TryPop(out var version))
            {
                ordered.Add(version);
                Place(under[version.Version]);
            }
        }

        Place(under[null]);
        Follow();
        foreach (var record in records.Where(r => !placed.Contains(r[0].Record))) // what answers itself in a circle
        {
            Place([record]);
            Follow();
        }

        return ordered;
    }
}
