using System.Globalization;
using System.Text;

namespace Archive.Evidence.Sets;

/// <param name="Size">In bytes.</param>
/// <param name="Path">Relative to the set; see <see cref="ExportPath"/>.</param>
public sealed record ManifestLine(Digest Digest, long Size, string Path);

/// <summary>
/// What an export holds: the text of `manifest.note`, which the export key signs (docs/evidence-format.md, "Export").
/// Lists every file but itself, sorted by the bytes of the path.
/// </summary>
public sealed class ExportManifest
{
    public const string Format = "archive/export/v1";
    public const string FileName = "manifest.note";

    /// <exception cref="FormatException">The set number, a path or two paths together are not allowed.</exception>
    public ExportManifest(string setNumber, Tenant tenant, IEnumerable<ManifestLine> files)
    {
        if (!ExportPath.IsName(setNumber))
            throw new MalformedException("SetNumberForm", setNumber);
        SetNumber = setNumber;
        Tenant = tenant;
        Files = files.OrderBy(f => f.Path, ExportPath.Order).ToList();
        if (Files.FirstOrDefault(f => !ExportPath.IsValid(f.Path)) is { } odd)
            throw new MalformedException("NoExportPath", odd.Path);
        if (Files.FirstOrDefault(f => setNumber.Length + 1 + f.Path.Length > ExportPath.MaxLength) is { } far)
            throw new MalformedException("PathTooLong", $"{setNumber}/{far.Path}", ExportPath.MaxLength);
        if (ExportPath.Clash(Files.Select(f => f.Path).Prepend(FileName)) is { } clash)
            throw new MalformedException("PathsClash", clash.Path, clash.With);
    }

    public string SetNumber { get; }

    public Tenant Tenant { get; }

    public IReadOnlyList<ManifestLine> Files { get; }

    /// <summary>The text that is signed: lines that end in LF.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Format).Append('\n').Append(SetNumber).Append('\n').Append(Tenant).Append('\n');
        foreach (var file in Files)
            text.Append(CultureInfo.InvariantCulture, $"{file.Digest} {file.Size} {file.Path}\n");
        return text.ToString();
    }

    /// <exception cref="FormatException">The text is not exactly what <see cref="ToString"/> writes.</exception>
    public static ExportManifest Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[0] != Format)
            throw new MalformedException("ManifestStart", Format);

        var manifest = new ExportManifest(lines[1], new Tenant(lines[2]), lines[3..^1].Select(ParseLine));
        if (manifest.ToString() != text)
            throw new MalformedException("ManifestForm");
        return manifest;
    }

    private static ManifestLine ParseLine(string line)
    {
        if (line.Split(' ') is not [var digest, var size, var path]
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
        {
            throw new MalformedException("ManifestLineForm", line);
        }

        return new ManifestLine(Digest.Parse(digest), bytes, path);
    }
}
