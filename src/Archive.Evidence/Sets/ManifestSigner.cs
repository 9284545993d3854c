using System.Security.Cryptography;
using Archive.Evidence.Notes;

namespace Archive.Evidence.Sets;

/// <summary>Closes a directory into an export: lists every file in it and signs the list.</summary>
public static class ManifestSigner
{
    /// <summary>Writes `manifest.note`. Afterwards nothing in the directory may change.</summary>
    /// <param name="directory">Holds every file of the set; no link, no empty folder, no manifest yet.</param>
    /// <param name="signer">Of the key `archive name/export/tenant`.</param>
    /// <exception cref="FormatException">
    /// A file has a path that no export can hold, or the key has another role.
    /// </exception>
    /// <exception cref="IOException">There is a manifest already.</exception>
    public static ExportManifest Seal(string directory, string setNumber, Tenant tenant, NoteSigner signer)
    {
        if (!signer.Key.Name.EndsWith($"/export/{tenant}", StringComparison.Ordinal))
            throw new MalformedException("ExportSignerRole", tenant, signer.Key.Name);

        using var files = ExportFiles.Open(directory);
        if (files.Findings is [var finding, ..])
            throw new MalformedException("FileFinding", finding.Path, finding.What);
        if (files.Files.ContainsKey(ExportManifest.FileName))
            throw new StorageException(new Sentence("SealedAlready", directory, ExportManifest.FileName));

        var listed = files.Files.Values.ToList();
        var lines = new ManifestLine[listed.Count];
        SideBySide.Each(lines.Length, i => lines[i] = Line(listed[i]));
        var manifest = new ExportManifest(setNumber, tenant, lines);
        using var note = new FileStream(Path.Combine(directory, ExportManifest.FileName), FileMode.CreateNew);
        note.Write(signer.Sign(manifest.ToString()).ToBytes());
        return manifest;
    }

    private static ManifestLine Line(ExportFile file)
    {
        using var content = file.Open();
        return new(Digest.From(SHA256.HashData(content)), file.Size, file.Path);
    }
}
