using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Archive.Evidence.Notes;
using Archive.Evidence.Zip;

namespace Archive.Evidence.Verification;

/// <summary>Who made the set, and is it exactly what they listed: no file more, none less, each of the listed bytes.</summary>
internal static partial class ManifestCheck
{
    private static readonly string[] Folders = ["letters/", "documents/", "inventory/", "data/", "originals/"];

    private static readonly string[] Always =
        ["LEESMIJ.txt", "README.txt", LogCheck.CheckpointPath, ShownRecords.Path];

    /// <returns>null if there is no manifest to go by.</returns>
    public static ExportManifest? Run(VerificationContext run, string? zipFolder)
    {
        var note = run.Read(ExportManifest.FileName, bytes => SignedNote.Parse(bytes));
        var manifest = note is null
            ? null
            : run.Read(ExportManifest.FileName, _ => ExportManifest.Parse(note.Text));
        if (manifest is null)
            return null;

        run.Summary.SetNumber = manifest.SetNumber;
        run.Summary.Tenant = manifest.Tenant.ToString();
        CheckSignature(run, note!, manifest.Tenant);
        if (zipFolder is not null && zipFolder != manifest.SetNumber)
            run.Find(ExportManifest.FileName, $"is of set {manifest.SetNumber}, but lies in folder {zipFolder}", $"is van set {manifest.SetNumber}, maar ligt in map {zipFolder}");
        CheckFiles(run, manifest);
        return manifest;
    }

    private static void CheckSignature(VerificationContext run, SignedNote note, Tenant tenant)
    {
        var role = $"/export/{tenant}";
        if (note.Signatures is not [var signature] || !signature.Name.EndsWith(role, StringComparison.Ordinal)
            || signature.Name.Length == role.Length)
        {
            run.Find(ExportManifest.FileName, $"must have exactly one signature, by a key named …{role}", $"moet precies één handtekening hebben, van een sleutel die …{role} heet");
            return;
        }

        run.ArchiveName = signature.Name[..^role.Length];
        var key = run.Keys.FirstOrDefault(signature.IsBy);
        if (key is null)
        {
            run.Find(ExportManifest.FileName, $"is signed by a key of {signature.Name} that is not {Whose(run).English}", $"is ondertekend met een sleutel van {signature.Name} die niet {Whose(run).Dutch}");
        }
        else if (key.Type != NoteSignatureType.Ed25519 || !note.Verify(key))
        {
            run.Find(ExportManifest.FileName, "has a signature that does not verify", "heeft een handtekening die niet klopt");
        }
        else
        {
            run.Summary.Signers.Add(key.ToString());
        }
    }

    internal static Words Whose(VerificationContext run) => run.Trust is null
        ? new("in keys/", "in keys/ staat")
        : new("in the trust file", "in het vertrouwensbestand staat");

    private static void CheckFiles(VerificationContext run, ExportManifest manifest)
    {
        var listed = manifest.Files.ToDictionary(f => f.Path);
        foreach (var stray in run.Files.Keys.Where(p => p != ExportManifest.FileName && !listed.ContainsKey(p)).Order(ExportPath.Order))
            run.Find(stray, "is not listed in the manifest", "staat niet in het manifest");
        foreach (var missing in Always.Where(p => !listed.ContainsKey(p)))
            run.Find(missing, "belongs in every export and is not listed in the manifest", "hoort in elke export en staat niet in het manifest");
        foreach (var line in manifest.Files)
        {
            if (!IsKnown(line.Path))
                run.Find(line.Path, "has no place in an export", "hoort niet in een export");
            if (!run.Files.TryGetValue(line.Path, out var file))
                run.Find(line.Path, "is listed in the manifest and missing", "staat in het manifest en ontbreekt");
            else
                CheckContent(run, line, file);
        }
    }

    private static void CheckContent(VerificationContext run, ManifestLine line, ExportFile file)
    {
        if (file.Size != line.Size)
        {
            run.Find(line.Path, $"is {file.Size} bytes; the manifest says {line.Size}", $"is {file.Size} bytes; het manifest zegt {line.Size}");
            return;
        }

        var (digest, crc) = Sums(file);
        if (digest != line.Digest)
            run.Find(line.Path, "is not the file that was signed: its SHA-256 differs from the manifest", "is niet het ondertekende bestand: de SHA-256 wijkt af van het manifest");
        else if (file.Crc is { } said && said != crc)
            run.Find(line.Path, "has a wrong CRC-32 in the zip", "heeft een verkeerde CRC-32 in de zip");
        run.Summary.Files++;
        run.Summary.Bytes += file.Size;
    }

    /// <summary>The manifest cannot list itself; in a zip it has a checksum like any file.</summary>
    internal static void CheckOwnCrc(VerificationContext run)
    {
        if (run.Files.TryGetValue(ExportManifest.FileName, out var file) && file.Crc is { } said && said != Sums(file).Crc)
            run.Find(ExportManifest.FileName, "has a wrong CRC-32 in the zip", "heeft een verkeerde CRC-32 in de zip");
    }

    private static (Digest Digest, uint Crc) Sums(ExportFile file)
    {
        if (file.Size == 0)
            return (Digest.Of([]), 0);
        using var stream = file.Open();
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = default(Crc32);
        var buffer = new byte[1 << 16];
        for (int n; (n = stream.Read(buffer)) > 0;)
        {
            sha.AppendData(buffer, 0, n);
            if (file.Crc is not null)
                crc.Append(buffer.AsSpan(0, n));
        }

        return (Digest.From(sha.GetHashAndReset()), crc.Value);
    }

    private static bool IsKnown(string path) =>
        Always.Contains(path)
        || Array.Exists(Folders, f => path.StartsWith(f, StringComparison.Ordinal))
        || KnownForm().IsMatch(path);

    [GeneratedRegex(
        @"\A(keys/[A-Za-z0-9._-]+\.(vkey|pem)|evidence/facts/(0|[1-9][0-9]*)\.(json|tlog-proof)|evidence/content/[0-9a-f-]{36}\.json"
        + @"|evidence/log/anchor(\.tlog-proof|-[1-9][0-9]?(\.tst|\.pem|-[0-9]\.crl)))\z")]
    private static partial Regex KnownForm();

    /// <summary>Reads what came in `keys/`. It decides nothing by itself.</summary>
    public static void ReadKeys(VerificationContext run)
    {
        foreach (var file in run.Under("keys/"))
        {
            if (file.Path.EndsWith(".vkey", StringComparison.Ordinal))
                run.BroughtKeys.AddRange(run.Read<NoteKey[]>(file.Path, bytes => [ParseKey(bytes)]) ?? []);
            else if (run.Read<X509Certificate2[]>(file.Path, bytes => [Trust.ParsePem(Encoding.ASCII.GetString(bytes))]) is [var root])
                (AnchorCheck.IsRoot(file.Path) ? run.BroughtAuthorities : run.BroughtRoots).Add(root);
        }
    }

    private static NoteKey ParseKey(byte[] line) => line is [.. var vkey, (byte)'\n']
        ? NoteKey.Parse(Encoding.UTF8.GetString(vkey))
        : throw new FormatException("A vkey is one line.");
}
