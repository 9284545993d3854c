using System.Text.Json;

namespace Archive.Bill;

/// <summary>Reads package-lock.json of npm (version 3), which says all there is to know.</summary>
internal static class NpmLock
{
    private const string Folder = "node_modules/";

    public static IEnumerable<Package> Read(JsonElement file)
    {
        var all = file.GetProperty("packages").EnumerateObject().Where(p => p.Name.Length > 0)
            .ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        foreach (var (path, about) in all)
        {
            var (name, version) = (NameOf(path), about.GetProperty("version").GetString()!);
            var needs =
                from kind in new[] { "dependencies", "optionalDependencies" }
                where about.TryGetProperty(kind, out _)
                from needed in about.GetProperty(kind).EnumerateObject()
                let at = Find(all, path, needed.Name)
                where at is not null
                select Purl(needed.Name, all[at].GetProperty("version").GetString()!);
            yield return new(
                Purl(name, version), name, version,
                Text(about, "license")
                    ?? throw new InvalidDataException($"{name} {version} does not say under which licence it is."),
                Text(about, "integrity") is { } hash && hash.StartsWith("sha512-", StringComparison.Ordinal)
                    ? Convert.FromBase64String(hash["sha512-".Length..])
                    : null,
                LockedHash: null, IsShipped: true, Copyright: null, Address: null, // the lock file has none
                [.. needs.Distinct()], []);
        }
    }

    private static string NameOf(string path) =>
        path[(path.LastIndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..];

    /// <summary>As Node looks for it: beside the package itself first, then in each folder above.</summary>
    private static string? Find(IReadOnlyDictionary<string, JsonElement> all, string from, string name)
    {
        for (var at = from; ; at = at[..Math.Max(0, at.LastIndexOf(Folder, StringComparison.Ordinal) - 1)])
        {
            var path = at.Length == 0 ? Folder + name : $"{at}/{Folder}{name}";
            if (all.ContainsKey(path))
                return path;
            if (at.Length == 0)
                return null; // optional, and left out
        }
    }

    private static string Purl(string name, string version) =>
        $"pkg:npm/{name.Replace("@", "%40", StringComparison.Ordinal)}@{version}";

    private static string? Text(JsonElement about, string name) =>
        about.TryGetProperty(name, out var value) ? value.GetString() : null;
}
