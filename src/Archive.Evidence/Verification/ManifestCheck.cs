using System.IO.Hashing;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// Who made the set, and is it exactly what they listed: no file more, none less, each of the listed bytes.
/// </summary>
internal static class ManifestCheck
{
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
            run.Find(ExportManifest.FileName, "OtherSetThanFolder", manifest.SetNumber, zipFolder);
        CheckFiles(run, manifest);
        return manifest;
    }

    private static void CheckSignature(VerificationContext run, SignedNote note, Tenant tenant)
    {
        var role = $"/export/{tenant}";
        if (note.Signatures is not [var signature] || !signature.Name.EndsWith(role, StringComparison.Ordinal)
            || signature.Name.Length == role.Length)
        {
            run.Find(ExportManifest.FileName, "OneSignature", role);
            return;
        }

        run.ArchiveName = signature.Name[..^role.Length];
        if (!ArchiveName.IsOne(run.ArchiveName))
            run.Find(ExportManifest.FileName, "ArchiveNameForm", run.ArchiveName);
        var key = run.Keys.FirstOrDefault(signature.IsBy);
        if (key is null)
        {
            run.Find(ExportManifest.FileName, "SignedByUnknownKey", signature.Name, Whose(run));
        }
        else if (key.Type != NoteSignatureType.Ed25519 || !note.Verify(key))
        {
            run.Find(ExportManifest.FileName, "SignatureDoesNotVerify");
        }
        else
        {
            run.Summary.Signers.Add(key.ToString());
        }
    }

    internal static Sentence Whose(VerificationContext run) => run.Trust is null
        ? new("InKeys")
        : new("InTrustFile");

    private static void CheckFiles(VerificationContext run, ExportManifest manifest)
    {
        var listed = manifest.Files.ToDictionary(f => f.Path);
        foreach (var stray in run.Files.Keys.Where(p => p != ExportManifest.FileName && !listed.ContainsKey(p))
            .Order(ExportPath.Order))
            run.Find(stray, "NotListed");
        foreach (var missing in ExportLayout.Always.Select(f => f.Path).Where(p => !listed.ContainsKey(p)))
            run.Find(missing, "AlwaysListed");
        foreach (var line in manifest.Files)
        {
            if (!ExportLayout.Holds(line.Path))
                run.Find(line.Path, "NoPlaceInExport");
            if (!run.Files.TryGetValue(line.Path, out var file))
                run.Find(line.Path, "ListedAndMissing");
            else
                CheckContent(run, line, file);
        }
    }

    private static void CheckContent(VerificationContext run, ManifestLine line, ExportFile file)
    {
        if (file.Size != line.Size)
        {
            run.Find(line.Path, "OtherSize", file.Size, line.Size);
            return;
        }

        var (digest, crc) = Sums(file);
        if (digest != line.Digest)
            run.Find(line.Path, "OtherDigest");
        else if (file.Crc is { } said && said != crc)
            run.Find(line.Path, "WrongCrc");
        run.Summary.Files++;
        run.Summary.Bytes += file.Size;
    }

    /// <summary>The manifest cannot list itself; in a zip it has a checksum like any file.</summary>
    internal static void CheckOwnCrc(VerificationContext run)
    {
        if (run.Files.TryGetValue(ExportManifest.FileName, out var file) && file.Crc is { } said
            && said != Sums(file).Crc)
            run.Find(ExportManifest.FileName, "WrongCrc");
    }

    private static (Digest Digest, uint Crc) Sums(ExportFile file)
    {
        if (file.Size == 0)
            return (Digest.Of([]), 0);
        using var stream = file.Open();
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = new Crc32();
        var buffer = new byte[1 << 16];
        for (int n; (n = stream.Read(buffer)) > 0;)
        {
            sha.AppendData(buffer, 0, n);
            if (file.Crc is not null)
                crc.Append(buffer.AsSpan(0, n));
        }

        return (Digest.From(sha.GetHashAndReset()), crc.GetCurrentHashAsUInt32());
    }

    /// <summary>Reads what came in `keys/`. It decides nothing by itself.</summary>
    public static void ReadKeys(VerificationContext run)
    {
        foreach (var file in run.Under(ExportLayout.Keys.Folder))
        {
            if (file.Path.EndsWith(".vkey", StringComparison.Ordinal))
                run.BroughtKeys.AddRange(run.Read<NoteKey[]>(file.Path, bytes => [ParseKey(bytes)]) ?? []);
            else if (run.Read<X509Certificate2[]>(
                file.Path,
                bytes => [Trust.ParseRoot(Encoding.ASCII.GetString(bytes))]) is [var root])
                (AnchorCheck.IsRoot(file.Path) ? run.BroughtAuthorities : run.BroughtRoots).Add(root);
        }
    }

    private static NoteKey ParseKey(byte[] line) => line is [.. var vkey, (byte)'\n']
        ? NoteKey.Parse(Encoding.UTF8.GetString(vkey))
        : throw new MalformedException("VerifierKeyOneLine");
}
