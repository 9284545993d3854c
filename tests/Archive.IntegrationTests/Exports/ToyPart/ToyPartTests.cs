using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;
using Archive.Exports;
using Archive.Exports.Content;
using Archive.Exports.Parts;
using Archive.Verifier;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Exports.ToyPart;

/// <summary>A part is added to a set with one file; neither the sealing of sets nor the verifier knows of it.</summary>
public sealed class ToyPartTests
{
    [Fact]
    public async Task A_part_that_is_added_is_signed_with_the_set_and_guarded_as_every_file()
    {
        await using var archive = await ArchiveUnderTest.Start(
            add: services => services.AddSingleton<IExportPart, WordCountPart>());
        await archive.Visit();

        var export = await archive.Disclose("de");

        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        var manifest = ExportManifest.Parse(SignedNote.Parse(
            await File.ReadAllBytesAsync(Path.Combine(export.Directory, ExportManifest.FileName))).Text);
        var counts = await File.ReadAllLinesAsync(Path.Combine(export.Directory, WordCountPart.File.Path));
        Assert.Contains(manifest.Files, f => f.Path == WordCountPart.File.Path);
        Assert.Equal(export.Opened, counts.Skip(1).Sum(line => int.Parse(line.Split(',')[1], null)));
        AssertEveryPathIsDeclared(archive, manifest);
        AssertFlippedIsRefused(export, WordCountPart.File.Path);
    }

    [Fact]
    public async Task A_part_that_writes_elsewhere_than_it_declares_is_refused_before_anything_is_signed()
    {
        await using var archive = await ArchiveUnderTest.Start(
            add: services => services.AddSingleton<IExportPart, StrayPart>());
        await archive.Visit();

        var refused = await Assert.ThrowsAsync<FaultException>(() => archive.Disclose("de"));

        Assert.Contains(StrayPart.Path, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(archive.Settings.ExportsPath));
        Assert.DoesNotContain(await archive.RecordedFacts(), fact => fact is ExportSealed);
    }

    private static void AssertEveryPathIsDeclared(ArchiveUnderTest archive, ExportManifest manifest)
    {
        var parts = archive.Get<IEnumerable<IExportPart>>().ToList();
        var product = typeof(IExportPart).Assembly.GetTypes()
            .Where(t => t.IsClass && t.IsAssignableTo(typeof(IExportPart)));
        Assert.Equal(
            product.Append(typeof(WordCountPart)).OrderBy(t => t.Name),
            parts.Select(p => p.GetType()).OrderBy(t => t.Name));
        Assert.All(manifest.Files, f => Assert.Contains(parts, p => p.Places.Any(place => place.Holds(f.Path))));
        Assert.All(ExportLayout.Always, f => Assert.Single(parts, p => p.Places.Any(place => place.Holds(f.Path))));
    }

    private static void AssertFlippedIsRefused(SealedExport export, string path)
    {
        var copy = Path.Combine(Directory.CreateTempSubdirectory("archive-copy-").FullName, export.Set);
        foreach (var file in Directory.GetFiles(export.Directory, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(export.Directory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        var trust = Path.Combine(Path.GetDirectoryName(copy)!, "trust.txt");
        File.WriteAllText(trust, export.Trust);
        var bytes = File.ReadAllBytes(Path.Combine(copy, path));
        using var whole = new StringWriter();
        var before = VerifyCommand.Run(copy, trust, Language.En, whole);
        bytes[^2] ^= 1;
        File.WriteAllBytes(Path.Combine(copy, path), bytes);
        using var flipped = new StringWriter();
        var after = VerifyCommand.Run(copy, trust, Language.En, flipped);
        Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);

        Assert.True(before == 0, whole.ToString());
        Assert.NotEqual(0, after);
        Assert.Contains(path, flipped.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(path, whole.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Declares one file and writes another, though a set may hold that too.</summary>
    private sealed class StrayPart : IExportPart
    {
        public const string Path = "data/stray.csv";

        public IReadOnlyList<ExportPlace> Places { get; } = [WordCountPart.File];

        public PartStage Stage => PartStage.BeforePages;

        public Task Write(ExportContent content, ExportWork work, CancellationToken ct) =>
            work.Set.Write(Path, "stray"u8.ToArray(), ct);
    }
}
