using System.Globalization;
using System.Text.RegularExpressions;

namespace Archive.Keys.Certificates;

/// <summary>
/// The certificates of a home, each in a folder of its own with its key and its issuers: `certificate`, then
/// `certificate-2` and so on. The last one signs; those before it stay, so that it can be told what signed an older
/// set.
/// </summary>
public static partial class CertificateFolders
{
    /// <summary>Oldest first; empty if there is none.</summary>
    public static IReadOnlyList<(string Path, bool IsCurrent)> All(string keysPath)
    {
        var all = Numbered(keysPath);
        return [.. all.Select(f => (f.Path, f.Number == all[^1].Number))];
    }

    /// <returns>The folder of the certificate that signs; where the first one belongs if there is none.</returns>
    public static string Current(string keysPath) =>
        All(keysPath) is [.., var last] ? last.Path : Path.Combine(keysPath, "certificate");

    /// <returns>Where the next certificate belongs.</returns>
    public static string Next(string keysPath) => Numbered(keysPath) is [.., var last]
        ? Path.Combine(keysPath, string.Create(CultureInfo.InvariantCulture, $"certificate-{last.Number + 1}"))
        : Path.Combine(keysPath, "certificate");

    private static List<(int Number, string Path)> Numbered(string keysPath) =>
    [
        .. from path in Directory.Exists(keysPath) ? Directory.GetDirectories(keysPath) : []
           let match = Name().Match(Path.GetFileName(path))
           where match.Success
           let number = match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1
           orderby number
           select (number, path),
    ];

    [GeneratedRegex(@"\Acertificate(?:-([2-9]|[1-9][0-9]{1,5}))?\z")]
    private static partial Regex Name();
}
