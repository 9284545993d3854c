using System.Text.Json;

namespace Archive.Bill;

/// <summary>Every package of every lock file, once, in the order of their names.</summary>
public static class LockFiles
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules"];

    /// <param name="folders">Of the checkout, such as `src`.</param>
    /// <param name="packages">Where NuGet keeps what it fetched.</param>
    /// <exception cref="InvalidDataException">A package is not there, or has no licence.</exception>
    public static IReadOnlyList<Package> Read(string root, IReadOnlyList<string> folders, string packages)
    {
        var found = new Dictionary<string, Package>(StringComparer.Ordinal);
        foreach (var file in folders.SelectMany(folder => Files(Path.Combine(root, folder))))
        {
            using var content = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var package in Path.GetFileName(file) == "packages.lock.json"
                ? NuGetLock.Read(content.RootElement, packages)
                : NpmLock.Read(content.RootElement))
            {
                found[package.Purl] = found.TryGetValue(package.Purl, out var before)
                    ? package with { Needs = [.. before.Needs.Union(package.Needs).Order(StringComparer.Ordinal)] }
                    : package;
            }
        }

        return [.. found.Values.OrderBy(p => p.Purl, StringComparer.Ordinal)];
    }

    /// <summary>Lock files from a folder down, without those that a build copied.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "package*lock.json").Concat(
            Directory.EnumerateDirectories(folder)
                .Where(d => Path.GetFileName(d) is var name && name[0] != '.' && !NotOurs.Contains(name))
                .SelectMany(Files));
}
