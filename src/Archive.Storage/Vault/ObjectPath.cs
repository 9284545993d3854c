using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>
/// Where an object lies, in every vault: `objects/&lt;tenant&gt;/&lt;first two hex&gt;/&lt;next two
/// hex&gt;/&lt;name&gt;`.
/// </summary>
internal static class ObjectPath
{
    public static string Folder(Tenant tenant) => $"objects/{tenant}";

    /// <summary>Within the folder of the tenant.</summary>
    public static string Of(Digest name)
    {
        var hex = name.ToString();
        return $"{hex[..2]}/{hex[2..4]}/{hex}";
    }

    /// <returns>Null if this is not where an object lies.</returns>
    public static Digest? NameAt(string path) =>
        Digest.TryParse(path[(path.LastIndexOf('/') + 1)..], out var name) && Of(name) == path ? name : null;
}
