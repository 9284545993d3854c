using System.Text.RegularExpressions;
using System.Xml.Linq;
using Archive.Evidence.Sets;

namespace Archive.IntegrationTests.Faults;

/// <summary>The set that the demonstration hands out, made by the command itself, which speaks Dutch only.</summary>
public sealed partial class DemoExport : IAsyncLifetime
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
        using var demo = ProductProcess.Cli(
            archive.Settings, ["demo"], ("ARCHIVE_REPLAY", replay), ("LC_ALL", "nl_NL.UTF-8"));
        Assert.True(await demo.Ended(TimeSpan.FromMinutes(10)) == 0, demo.Output);
        Assert.Contains("\nverified", demo.Output);

        Assert.Empty(EnglishIn(demo.Output));

        Zip = PathAfter(demo.Output, "uitgifte");
        TrustText = await File.ReadAllTextAsync(PathAfter(demo.Output, "vertrouwd"));
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

    /// <summary>What stands in English resources, three words or more in a row, and in no Dutch one.</summary>
    private static IEnumerable<string> EnglishIn(string output)
    {
        var source = AppContext.BaseDirectory.Split("/tests/")[0] + "/src";
        var all = System.IO.Directory.GetFiles(source, "*.resx", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .ToLookup(f => f.EndsWith(".nl.resx", StringComparison.Ordinal), Parts);
        var dutch = all[true].SelectMany(parts => parts).ToHashSet();
        return all[false].SelectMany(parts => parts).Distinct()
            .Where(part => part.Split(' ').Length > 2 && !dutch.Contains(part))
            .Where(part => output.Contains(part, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Parts(string resource) =>
        XDocument.Load(resource).Descendants("data").Elements("value")
            .SelectMany(value => Place().Split(value.Value)).Select(part => part.Trim());

    [GeneratedRegex(@"\{[0-9][^}]*\}|\n|  ")]
    private static partial Regex Place();

    private static string PathAfter(string output, string what) =>
        output.Split('\n').Last(line => line.StartsWith(what + "  ", StringComparison.Ordinal))[what.Length..].Trim();
}
