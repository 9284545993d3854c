using System.Text.Json.Nodes;
using Archive.Bill;
using Archive.Tests.Architecture;

namespace Archive.Tests.Bill;

/// <summary>Which packages of others the product is made of, as its build writes it.</summary>
public sealed class BillTests
{
    private static readonly string Packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static readonly Lazy<IReadOnlyList<Package>> All =
        new(() => LockFiles.Read(DirectionTests.Root, ["src", "tests"], Packages));

    [Fact]
    public void Every_package_of_every_lock_file_is_in_it_with_a_licence_and_a_hash()
    {
        var components = JsonNode.Parse(CycloneDx.Write(All.Value))!["components"]!.AsArray();
        var named = components.Select(c => (string)c!["purl"]!).ToHashSet();
        var locked = Locked("src").Concat(Locked("tests")).ToList();

        Assert.True(locked.Count > 300);
        Assert.Equal([], locked.Where(p => !named.Contains(p.Purl)).Select(p => p.Purl));
        Assert.Equal([], components.Where(c => Licences(c!) is not [{ Length: > 0 }]).Select(c => (string)c!["purl"]!));
        var hashed = components.Where(c => c!["hashes"] is not null).Select(c => (string)c!["purl"]!).ToHashSet();
        Assert.Equal([], locked.Where(p => p.HasHash && !hashed.Contains(p.Purl)).Select(p => p.Purl));
    }

    [Fact]
    public void It_has_what_CycloneDX_asks_for() => Assert.Equal([], Problems(CycloneDx.Write(All.Value)));

    [Fact]
    public void What_is_not_valid_is_found() => Assert.NotEmpty(Problems(
        CycloneDx.Write(All.Value).Replace("\"library\"", "\"librry\"", StringComparison.Ordinal)));

    [Fact]
    public void The_build_of_the_command_line_wrote_it_with_the_notices()
    {
        var built = AppContext.BaseDirectory
            .Replace("/tests/Archive.Tests/", "/src/Archive.Cli/", StringComparison.Ordinal);
        var notices = File.ReadAllText(Path.Combine(built, "THIRD-PARTY-NOTICES.txt"));
        var product = LockFiles.Read(DirectionTests.Root, ["src"], Packages);

        Assert.Equal(CycloneDx.Write(product), File.ReadAllText(Path.Combine(built, "bom.cdx.json")));
        Assert.Equal([], product.Where(p => p.IsShipped && !notices.Contains(
            $"{p.Name} {p.Version} ({p.Licence})", StringComparison.Ordinal)).Select(p => p.Purl));
        foreach (var licence in new[] { "Permission is hereby granted", "Apache License", "PARTY FOR DIRECT" })
            Assert.Contains(licence, notices, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shipped_package_under_a_licence_that_nobody_read_stops_the_build()
    {
        var odd = All.Value[0] with { Licence = "LicenseRef-Unheard-Of", IsShipped = true, Texts = [] };

        var stopped = Assert.Throws<InvalidDataException>(() => Notices.Write([odd]));

        Assert.Contains("'LicenseRef-Unheard-Of'", stopped.Message, StringComparison.Ordinal);
    }

    /// <summary>Read without the program under test: names and versions as the lock files have them.</summary>
    private static IEnumerable<(string Purl, bool HasHash)> Locked(string folder) =>
        from file in Directory.EnumerateFiles(
            Path.Combine(DirectionTests.Root, folder), "package*lock.json", SearchOption.AllDirectories)
        where !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules")
        let root = JsonNode.Parse(File.ReadAllText(file))!
        from package in Path.GetFileName(file) == "packages.lock.json"
            ? from framework in root["dependencies"]!.AsObject()
              from entry in framework.Value!.AsObject()
              where (string)entry.Value!["type"]! != "Project"
              select ($"pkg:nuget/{entry.Key}@{entry.Value["resolved"]}", true)
            : from entry in root["packages"]!.AsObject()
              where entry.Key.Length > 0
              let name = entry.Key.Split("node_modules/")[^1].Replace("@", "%40", StringComparison.Ordinal)
              select ($"pkg:npm/{name}@{entry.Value!["version"]}", entry.Value["integrity"] is not null)
        select package;

    private static string[] Licences(JsonNode component) =>
    [
        .. component["licenses"]!.AsArray()
            .Select(l => (string?)l!["expression"] ?? (string?)l["license"]?["url"] ?? ""),
    ];

    /// <summary>
    /// What CycloneDX 1.6 asks of a bill like this: its own name and number, a type it knows, and names that are there
    /// once and are what dependencies refer to.
    /// </summary>
    private static List<string> Problems(string bill)
    {
        var root = JsonNode.Parse(bill)!;
        var components = root["components"]!.AsArray().Select(c => c!).ToList();
        var known = components.Select(c => (string)c["bom-ref"]!).ToList();
        var dependencies = root["dependencies"]!.AsArray().Select(d => d!).ToList();
        return
        [
            .. new[] { ("bomFormat", "CycloneDX"), ("specVersion", "1.6") }
                .Where(f => (string?)root[f.Item1] != f.Item2).Select(f => f.Item1),
            .. components.Where(c => (string?)c["type"] != "library" || string.IsNullOrEmpty((string?)c["name"]))
                .Select(c => c.ToJsonString()),
            .. known.GroupBy(r => r).Where(g => g.Count() > 1).Select(g => g.Key),
            .. dependencies.SelectMany(d => d["dependsOn"]!.AsArray().Append(d["ref"]))
                .Select(r => (string)r!).Where(r => !known.Contains(r)),
        ];
    }
}
