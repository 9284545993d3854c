using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Storage.Keys;

namespace Archive.Keys;

/// <summary>
/// Where the keys of a home are, each in a file of its own below `keys/`, and the signing keys among them.
/// </summary>
public static class KeyPaths
{
    extension(ArchiveHome home)
    {
        internal string SuppressionKeyPath => Path.Combine(home.KeysPath, "suppression.key");

        internal string ExportKeyPath => Path.Combine(home.KeysPath, $"export-{home.Tenant}.key");

        internal string ExportSignerName => $"{home.Name}/export/{home.Tenant}";

        /// <summary>The keys of the tenant's logs.</summary>
        public LogKeys LogKeys() => new(home.KeysPath, home.Name, home.Tenant);

        /// <summary>The keys of the anchor log, which all tenants share, one after another.</summary>
        public SigningKeys AnchorKeys() => new(
            Path.Combine(home.KeysPath, "anchor.key"), $"{home.Name}/anchor");

        public NoteSigner AnchorSigner() => home.AnchorKeys().Current;

        public NoteSigner ExportSigner() => SignerFile.Open(home.ExportKeyPath, home.ExportSignerName);

        /// <summary>The keys that manifests of exports are signed with, one after another.</summary>
        public SigningKeys ExportKeys() => new(home.ExportKeyPath, home.ExportSignerName);

        /// <summary>Tenants that the keys serve: each that ever started here has a key for its exports.</summary>
        internal IReadOnlyList<Tenant> TenantsWithKeys() =>
        [
            .. from path in Directory.GetFiles(home.KeysPath, "export-*.key")
               let name = Path.GetFileNameWithoutExtension(path)["export-".Length..]
               where !name.Contains('.', StringComparison.Ordinal) // a key to come, which is not in use yet
               select new Tenant(name),
        ];
    }
}
