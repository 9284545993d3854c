using Archive.Evidence.Sets;

namespace Archive.IntegrationTests.Faults;

/// <summary>The set that the demonstration hands out, made by the command itself.</summary>
public sealed class DemoExport : IAsyncLifetime
{
    private ArchiveUnderTest archive = null!;

    public string Zip { get; private set; } = null!;

    public string Directory => Zip[..^".zip".Length];

    public string Set => Path.GetFileName(Directory);

    public string TrustText { get; private set; } = null!;

    /// <summary>Every file of the set, as the manifest orders them, with its length.</summary>
    public IReadOnlyList<(string Path, int Length)> Files { get; private set; } = [];

    public async Task InitializeAsync()
    {
        archive = await ArchiveUnderTest.Start();
        var replay = typeof(Archive.Replay.ReplayServer).Assembly.Location.Replace(
            "/tests/Archive.IntegrationTests/", "/tests/Archive.Replay/", StringComparison.Ordinal);
        using var demo = ProductProcess.Cli(archive.Settings, ["demo"], ("ARCHIVE_REPLAY", replay));
        Assert.True(await demo.Ended(TimeSpan.FromMinutes(10)) == 0, demo.Output);
        Assert.Contains("\nverified", demo.Output);

        Zip = Said(demo.Output, "set");
        TrustText = await File.ReadAllTextAsync(Said(demo.Output, "trusted keys"));
        Files = [.. System.IO.Directory.GetFiles(Directory, "*", SearchOption.AllDirectories)
            .Select(f => (Path: Path.GetRelativePath(Directory, f), (int)new FileInfo(f).Length))
            .OrderBy(f => f.Path, ExportPath.Order)];
        foreach (var kind in new[] {
            "documents/",
            "originals/",
            "inventory/",
            "data/",
            "keys/",
            "evidence/facts/",
            "evidence/content/",
            "LEESMIJ" })
            Assert.Contains(Files, f => f.Path.StartsWith(kind, StringComparison.Ordinal));
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    private static string Said(string output, string what) =>
        output.Split('\n').Last(line => line.StartsWith(what + "  ", StringComparison.Ordinal))[what.Length..].Trim();
}
