using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// Does a fact in the set bear out that a version was seen again as it was: that the answer in which it was read came
/// again, from the same source, after it had been captured. And does nothing else in the set say that something did.
/// </summary>
internal static class SeenAgainCheck
{
    /// <param name="shown">What the pages show.</param>
    public static void Run(VerificationContext run, IReadOnlyList<ShownVersion> shown)
    {
        foreach (var version in shown.Where(v => v.SeenAgain is not null))
            Check(run, version, version.SeenAgain!.Value);
        var used = shown.Select(v => v.SeenAgain).OfType<long>().ToHashSet();
        foreach (var leaf in run.Facts.Where(f => f.Value.Repeated is not null).Select(f => f.Key).Except(used).Order())
            run.Find(ExportLayout.FactOf(leaf), "RepeatedFactUnused", ExportLayout.Records.Path);
    }

    private static void Check(VerificationContext run, ShownVersion version, long leaf)
    {
        var records = ExportLayout.Records.Path;
        if (run.Facts.GetValueOrDefault(leaf) is not { Repeated: { } repeated } fact)
            run.Find(records, "SeenWithoutFact", version.Number, leaf);
        else if (run.Facts.GetValueOrDefault(version.Leaf)?.ReadFrom is not { } read
            || read.Source != repeated.Source || !repeated.Objects.Contains(read.Object))
            run.Find(records, "SeenInOther", version.Number, leaf);
        else if (leaf <= version.Leaf)
            run.Find(records, "SeenBefore", version.Number, leaf, version.Leaf);
        else
            run.Summary.SeenAgain.Add((version.Number, repeated.From, fact.At));
    }
}
