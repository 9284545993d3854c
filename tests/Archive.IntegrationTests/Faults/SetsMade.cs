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
    /// After an export that came to its end: no set without its fact, none of two numbers, and no text left of what was
    /// killed.
    /// </summary>
    public static async Task AssertSettled(ArchiveUnderTest archive, Guid request, string number)
    {
        var sets = (await Recorded(archive, request)).Select(f => $"{number}-{f.Set}").Order().ToList();
        var there = Directory.GetFileSystemEntries(archive.Settings.ExportsPath).Select(e => Path.GetFileName(e)!)
            .Where(name => name.StartsWith($"{number}-", StringComparison.Ordinal)).ToList();
        Assert.Equal(sets, there.Where(name => !name.Contains('.', StringComparison.Ordinal)).Order());
        Assert.Equal(
            sets.Select(set => $"{set}.zip"), there.Where(n => n.EndsWith(".zip", StringComparison.Ordinal)).Order());
        Assert.All(there, name => Assert.Contains(sets, set => name.StartsWith(set, StringComparison.Ordinal)));
        Assert.Empty(Rooms(archive));
        Assert.All(
            Directory.GetFiles(Unfinished(archive), "*", SearchOption.AllDirectories),
            file => Assert.Equal(0, new FileInfo(file).Length)); // locks
    }

    /// <summary>Volumes of sets that are being made, or were when their export was killed.</summary>
    public static IReadOnlyList<string> SignedVolumes(ArchiveUnderTest archive) => Directory.Exists(Unfinished(archive))
        ? Directory.GetFiles(Unfinished(archive), "*.pdf", SearchOption.AllDirectories)
        : [];

    private static string Unfinished(ArchiveUnderTest archive) =>
        Path.Combine(archive.Settings.Home, "unfinished", Path.GetFileName(archive.Settings.ExportsPath));

    public static async Task<IReadOnlyList<ExportSealed>> Recorded(ArchiveUnderTest archive, Guid request) =>
        [.. (await archive.FactRows()).Where(f => f.Type == Name && f.Stream == request)
            .Select(f => (ExportSealed)Facts.Read(f))];

    public static IReadOnlyList<string> Rooms(ArchiveUnderTest archive) =>
        Directory.GetDirectories(archive.Settings.ExportsPath, ".work-*");
}
