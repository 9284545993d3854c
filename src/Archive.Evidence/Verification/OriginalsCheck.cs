using System.Globalization;
using System.Text.RegularExpressions;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// Is each file in `originals/` the medium of the document that its name says, and is there one for each medium that
/// the pages show. A file that is not says so in `data/unproven.csv`, and why.
/// </summary>
internal static partial class OriginalsCheck
{
    private static readonly string Folder = ExportLayout.Originals.Folder;

    /// <param name="shown">What the pages show.</param>
    public static void Run(VerificationContext run, ExportManifest manifest, IReadOnlyList<ShownVersion> shown)
    {
        var unproven = run.Files.ContainsKey(UnprovenOriginals.Path)
            ? run.Read(UnprovenOriginals.Path, bytes => UnprovenOriginals.Parse(bytes))
                ?? new Dictionary<string, string>()
            : new Dictionary<string, string>();
        foreach (var path in unproven.Keys
            .Where(p => !p.StartsWith(Folder, StringComparison.Ordinal) || !run.Files.ContainsKey(p)))
            run.Find(UnprovenOriginals.Path, "ListsNoFile", path, Folder);

        var media = shown.SelectMany(Media).ToDictionary(m => m.Name, m => m.Digest, StringComparer.Ordinal);
        var proven = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in manifest.Files.Where(f => f.Path.StartsWith(Folder, StringComparison.Ordinal)))
        {
            run.Summary.Originals++;
            var name = OfMedium().Match(line.Path[Folder.Length..]) is { Success: true } match
                ? match.Groups["medium"].Value
                : "";
            if (unproven.ContainsKey(line.Path))
            {
                run.Summary.Unproven++;
                if (media.ContainsKey(name))
                    run.Find(line.Path, "ProvenAndListed", UnprovenOriginals.Path);
            }
            else if (!media.TryGetValue(name, out var digest))
            {
                run.Find(line.Path, "NotNamedNotListed", UnprovenOriginals.Path);
            }
            else if (digest != $"{line.Digest}")
            {
                run.Find(line.Path, "OtherMedium", ExportLayout.Records.Path, name);
            }
            else if (!proven.Add(name))
            {
                run.Find(line.Path, "MediumTwice", name);
            }
        }

        foreach (var name in media.Keys.Except(proven).Except(run.Findings.Select(f => NameIn(f.Path))))
            run.Find(ExportLayout.Records.Path, "MediumWithoutFile", name, Folder);
    }

    /// <summary>`3-0`: the first medium of number 3.</summary>
    private static IEnumerable<(string Name, string Digest)> Media(ShownVersion version) =>
        from member in version.Members
        let match = DigestMember().Match(member.Path)
        where match.Success
        select (
            string.Create(CultureInfo.InvariantCulture, $"{version.Number}-{match.Groups["index"].Value}"),
            member.Value);

    private static string NameIn(string path) =>
        path.StartsWith(Folder, StringComparison.Ordinal)
        && OfMedium().Match(path[Folder.Length..]) is { Success: true } match
            ? match.Groups["medium"].Value
            : "";

    [GeneratedRegex(@"\A(?<medium>[1-9][0-9]*-(0|[1-9][0-9]*))\.[a-z0-9]+\z")]
    private static partial Regex OfMedium();

    [GeneratedRegex(@"\Amedia/(?<index>[0-9]+)/digest\z")]
    private static partial Regex DigestMember();
}
