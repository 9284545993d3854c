using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// One state for each version the set accounts for. Comes after all other checks of evidence: what they found about a
/// version's files decides, and the record is named besides the file.
/// </summary>
internal static class StatesCheck
{
    /// <param name="shown">The entries of `data/records.json`.</param>
    /// <param name="differing">Versions that the pages show otherwise than they were opened.</param>
    public static void Run(VerificationContext run, IReadOnlyList<ShownVersion> shown, IReadOnlySet<Guid> differing)
    {
        var destroyed = run.Facts.Values.SelectMany(f => f.Destroys?.Units ?? []).ToHashSet();
        var found = run.Findings.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var version in shown)
        {
            var state = version.Destroyed is { } by
                ? StateOf(run, version, by, found)
                : StateOf(run, version, destroyed, found);
            if (state == EvidenceState.Matches && differing.Contains(version.Version))
                state = EvidenceState.Altered;
            run.Summary.Accounted.Add(new(version.Number, version.Record, version.Version, state, version.Destroyed));
            Name(run, version, state);
        }

        foreach (var fact in run.Facts.Values
            .Where(f => f is { Version: not null, Unit: not null } && destroyed.Contains(f.Unit.Value)))
        {
            if (run.Files.ContainsKey(ContentPath(fact.Version!.Value)))
                run.Find(ContentPath(fact.Version.Value), "OpensDestroyed");
        }
    }

    public static string ContentPath(Guid version) => ExportLayout.Content.PathOf($"{version}.json");

    private static EvidenceState StateOf(
        VerificationContext run,
        ShownVersion shown,
        HashSet<Guid> destroyed,
        HashSet<string> found)
    {
        string[] files = [.. FactPaths(shown.Leaf), ContentPath(shown.Version)];
        if (!files.All(run.Files.ContainsKey))
            return EvidenceState.Missing;
        return files.Any(found.Contains) || run.Facts[shown.Leaf].Unit is { } unit && destroyed.Contains(unit)
            ? EvidenceState.Altered
            : EvidenceState.Matches;
    }

    private static EvidenceState StateOf(
        VerificationContext run,
        ShownVersion gone,
        DestroyedBy by,
        HashSet<string> found)
    {
        string[] files = [.. FactPaths(gone.Leaf), .. FactPaths(by.Leaf)];
        if (!files.All(run.Files.ContainsKey))
            return EvidenceState.Missing;
        if (files.Any(found.Contains))
            return EvidenceState.Altered;
        var (captured, destruction) = (run.Facts[gone.Leaf], run.Facts[by.Leaf]);
        if (captured.Version != gone.Version || captured.Record != gone.Record)
            return EvidenceState.Altered;
        return destruction.Destroys is { } what
            && by.Leaf > gone.Leaf
            && destruction.Record == gone.Record
            && captured.Unit is { } unit && what.Units.Contains(unit)
            && (what.Basis, destruction.At) == (by.Basis, by.At)
                ? EvidenceState.Destroyed
                : EvidenceState.Missing;
    }

    private static void Name(VerificationContext run, ShownVersion version, EvidenceState state)
    {
        var named = new Sentence("AccountedVersion", version.Number, version.Record, version.Version);
        if (state == EvidenceState.Missing)
            run.Find(ExportLayout.Records.Path, "AccountedMissing", named);
        else if (state == EvidenceState.Altered)
            run.Find(ExportLayout.Records.Path, "AccountedAltered", named);
    }

    private static IEnumerable<string> FactPaths(long leaf) => [ExportLayout.FactOf(leaf), ExportLayout.ProofOf(leaf)];
}
