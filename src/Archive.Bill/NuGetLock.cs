using System.Text.Json;
using System.Xml.Linq;

namespace Archive.Bill;

/// <summary>Reads packages.lock.json of NuGet; what it does not say of a package, the package says itself.</summary>
internal static class NuGetLock
{
    public static IEnumerable<Package> Read(JsonElement file, string packages)
    {
        foreach (var framework in file.GetProperty("dependencies").EnumerateObject())
        {
            var resolved = framework.Value.EnumerateObject().Where(p => p.Value.TryGetProperty("resolved", out _))
                .ToDictionary(
                    p => p.Name, p => p.Value.GetProperty("resolved").GetString()!, StringComparer.OrdinalIgnoreCase);
            foreach (var entry in framework.Value.EnumerateObject().Where(p => resolved.ContainsKey(p.Name)))
            {
                var needs = entry.Value.TryGetProperty("dependencies", out var on)
                    ? on.EnumerateObject().Where(d => resolved.ContainsKey(d.Name))
                        .Select(d => Purl(d.Name, resolved[d.Name]))
                    : [];
                yield return Read(
                    entry.Name, resolved[entry.Name], entry.Value.GetProperty("contentHash").GetString()!,
                    [.. needs], packages);
            }
        }
    }

    private static Package Read(
        string name, string version, string locked, IReadOnlyList<string> needs, string packages)
    {
        var (id, number) = (name.ToLowerInvariant(), version.ToLowerInvariant());
        var folder = Path.Combine(packages, id, number);
        var nuspec = Path.Combine(folder, $"{id}.nuspec");
        if (!File.Exists(nuspec))
            throw new InvalidDataException($"{name} {version} is in a lock file and not in {packages}; restore first.");
        var about = XDocument.Load(nuspec).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        var licence = Value(about, "license") is { } expression && !IsFile(about)
            ? expression
            : Value(about, "licenseUrl");
        return new(
            Purl(name, version), name, version,
            licence ?? throw new InvalidDataException($"{name} {version} does not say under which licence it is."),
            Convert.FromBase64String(File.ReadAllText(Path.Combine(folder, $"{id}.{number}.nupkg.sha512"))), locked,
            Value(about, "developmentDependency") != "true",
            Value(about, "copyright") ?? Value(about, "authors"), Value(about, "projectUrl"), needs,
            [.. Directory.EnumerateFiles(folder).Where(IsText).Order(StringComparer.Ordinal).Select(File.ReadAllText)]);
    }

    private static string Purl(string name, string version) => $"pkg:nuget/{name}@{version}";

    private static bool IsFile(XElement about) =>
        about.Elements().Single(e => e.Name.LocalName == "license").Attribute("type")?.Value == "file";

    private static bool IsText(string file) => Path.GetFileName(file).ToUpperInvariant() is var name
        && (name.StartsWith("LICEN", StringComparison.Ordinal) || name.Contains("NOTICE", StringComparison.Ordinal))
        && Path.GetExtension(name) is "" or ".TXT" or ".MD";

    private static string? Value(XElement about, string name) =>
        about.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value is { Length: > 0 } value ? value : null;
}
