using Archive.Evidence;

namespace Archive.Keys;

/// <summary>Where the keys of a home are: each in a file of its own, below `keys/`.</summary>
internal static class KeyPaths
{
    public static string Suppression(ArchiveSettings settings) => Path.Combine(settings.KeysPath, "suppression.key");

    public static string Export(ArchiveSettings settings) => Path.Combine(settings.KeysPath, $"export-{settings.Tenant}.key");

    /// <summary>Tenants that this home's keys serve: each that ever started here has a key for its exports.</summary>
    public static IReadOnlyList<Tenant> Tenants(ArchiveSettings settings) =>
    [
        .. Directory.GetFiles(settings.KeysPath, "export-*.key")
            .Select(path => Path.GetFileNameWithoutExtension(path)["export-".Length..])
            .Where(name => !name.Contains('.', StringComparison.Ordinal)) // the next key of one, while it is changed
            .Select(name => new Tenant(name)),
    ];

    public static string Certificate(ArchiveSettings settings) => Path.Combine(settings.KeysPath, "certificate");
}
