namespace Archive.IntegrationTests.Faults;

/// <summary>What every archive of the same municipality has to end up with, whatever happened on the way.</summary>
internal static class ExpectedRecords
{
    public static FaultResult Of(IReadOnlyList<string> undisturbed, IReadOnlyList<string> story)
    {
        var (expected, left) = (undisturbed.ToList(), story.ToList());
        foreach (var record in story.Where(expected.Remove))
            left.Remove(record);
        return new(undisturbed.Count, Lost: expected.Count, Duplicated: left.Count, 0,
            [.. expected.Select(e => $"Not there: {e}"), .. left.Select(l => $"Too many: {l}")]);
    }
}
