using Archive.Evidence;

namespace Archive.Keys;

/// <summary>Where the keys of a home are: each in a file of its own, below `keys/`.</summary>
internal static class KeyPaths
{
    public static string Suppression(ArchiveSettings settings) => Path.Combine(settings.KeysPath, "suppression.key");

    public static string Export(ArchiveSettings settings) =>
        Path.Combine(settings.KeysPath, $"export-{settings.Tenant}.key");

    /// <summary>Tenants that this home's keys serve: each that ever started here has a key for its exports.</summary>
    public static IReadOnlyList<Tenant> Tenants(ArchiveSettings settings) =>
    [
        .. from path in Directory.GetFiles(settings.KeysPath, "export-*.key")
           let name = Path.GetFileNameWithoutExtension(path)["export-".Length..]
           where !name.Contains('.', StringComparison.Ordinal) // a key to come, which is not in use yet
           select new Tenant(name),
    ];
}
