using System.Security.Cryptography;
using Archive.Evidence;
using Archive.Evidence.Sets;
using Archive.Exports;

namespace Archive.IntegrationTests.Faults;

/// <summary>What `archive request export` left on disk, beside what it said and the facts say.</summary>
internal static class SetsMade
{
    public static readonly string Name = Facts.NameOf(typeof(ExportSealed));

    /// <summary>The sets themselves; what comes next names one too.</summary>
    public static IEnumerable<string> Named(ProductProcess export) => export.Output.Split('\n')
        .Where(line => line.StartsWith('/') && line.EndsWith(".zip", StringComparison.Ordinal));

    /// <summary>
    /// Every acknowledged set has its fact; every fact has its set, which is the one it names and proves itself.
    /// </summary>
    public static async Task<FaultResult> Count(
        ArchiveUnderTest archive, SealedExport whole, Guid request, string number, IReadOnlyList<string> acknowledged)
    {
        var facts = await Recorded(archive, request);
        var sets = facts.ToLookup(
            f => Path.Combine(archive.Settings.ExportsPath, $"{number}-{f.Set}.zip"),
            StringComparer.Ordinal);
        var says = acknowledged.Where(zip => !sets.Contains(zip)).Select(zip => $"No fact says {zip}.").ToList();
        foreach (var (zip, fact) in facts.Select(f => (sets.Single(s => s.Contains(f)).Key, f)))
        {
            var manifest = Path.Combine(zip[..^".zip".Length], ExportManifest.FileName);
            if (!File.Exists(manifest)
                || Digest.From(SHA256.HashData(await File.ReadAllBytesAsync(manifest))) != fact.Manifest)
                says.Add($"{manifest} is not the one in the fact.");
            else if (WholeRequest.Check(
                whole with { Set = Path.GetFileNameWithoutExtension(zip), Zips = [zip] }) is (not 0, var report))
                says.Add($"{zip}: {report}");
        }

        return new(acknowledged.Count, Lost: says.Count, Duplicated: facts.Count - sets.Count, Undetected: 0, says);
    }

    /// <summary>
    /// A set that came into place without its fact is moved away by the operator, as the refusal says.
    /// </summary>
    public static async Task MoveAway(ArchiveUnderTest archive, Guid request, string number)
    {
        var set = Path.Combine(
            archive.Settings.ExportsPath,
            $"{number}-{(await Recorded(archive, request)).Count + 1}");
        if (Directory.Exists(set))
            Directory.Delete(set, recursive: true);
        File.Delete($"{set}.zip");
    }

    public static async Task<IReadOnlyList<ExportSealed>> Recorded(ArchiveUnderTest archive, Guid request) =>
        [.. (await archive.FactRows()).Where(f => f.Type == Name && f.Stream == request)
            .Select(f => (ExportSealed)Facts.Read(f))];

    public static IReadOnlyList<string> Rooms(ArchiveUnderTest archive) =>
        Directory.GetDirectories(archive.Settings.ExportsPath, ".work-*");
}
