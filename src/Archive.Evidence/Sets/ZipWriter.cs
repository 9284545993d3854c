using System.Security.Cryptography;
using Archive.Evidence.Zip;

namespace Archive.Evidence.Sets;

/// <summary>
/// Packs a sealed export directory into one zip, or more where it would pass 4 GiB or 65,534 files. The same directory
/// always gives the same bytes. Memory does not grow with the size of the files.
/// </summary>
public static class ZipWriter
{
    /// <param name="directory">The set: `manifest.note` and every file it lists.</param>
    /// <param name="zip">Path of the first zip, ending in `.zip`; further ones are named `.2.zip`, `.3.zip`, …</param>
    /// <returns>Paths of the zips written, in order.</returns>
    /// <exception cref="FaultException">A file differs from what the manifest lists.</exception>
    /// <exception cref="IOException">A zip of that name exists, or a single file is too large for any zip.</exception>
    public static IReadOnlyList<string> Write(string directory, ExportManifest manifest, string zip)
    {
        var note = new FileInfo(Path.Combine(directory, ExportManifest.FileName));
        var files = manifest.Files.Select(f => (f.Path, f.Size))
            .Append((Path: ExportManifest.FileName, Size: note.Length))
            .OrderBy(f => f.Path, ExportPath.Order)
            .Select(f => (Name: $"{manifest.SetNumber}/{f.Path}", f.Size))
            .ToList();
        var digests = manifest.Files.ToDictionary(f => $"{manifest.SetNumber}/{f.Path}", f => f.Digest);

        var written = new List<string>();
        foreach (var part in Plan(files))
        {
            var path = PartPath(zip, written.Count + 1);
            WritePart(directory, manifest.SetNumber, part, digests, path);
            written.Add(path);
        }

        return written;
    }

    /// <summary>
    /// Which files go into which zip: in order, each zip taking as many as it can hold, so that there is only one way.
    /// </summary>
    /// <exception cref="IOException">A file is too large even for a zip of its own.</exception>
    public static IReadOnlyList<IReadOnlyList<(string Name, long Size)>> Plan(
        IReadOnlyList<(string Name, long Size)> files,
        long maxLength = ZipFormat.MaxLength,
        int maxFiles = ZipFormat.MaxFiles)
    {
        var parts = new List<IReadOnlyList<(string, long)>>();
        var part = new List<(string, long)>();
        long length = ZipFormat.EndLength;
        foreach (var (name, size) in files)
        {
            var more = ZipFormat.Length(name, size);
            if (ZipFormat.EndLength + more > maxLength)
                throw new StorageException(new Sentence("FileTooLargeForZip", name, size));

            if (part.Count > 0 && (part.Count == maxFiles || length + more > maxLength))
            {
                parts.Add(part);
                part = [];
                length = ZipFormat.EndLength;
            }

            part.Add((name, size));
            length += more;
        }

        parts.Add(part);
        return parts;
    }

    /// <summary>`x.zip`, `x.2.zip`, `x.3.zip`, …</summary>
    public static string PartPath(string zip, int number)
    {
        if (!zip.EndsWith(".zip", StringComparison.Ordinal))
            throw new ArgumentException($"A zip is named '.zip', not '{zip}'.", nameof(zip));
        return number == 1 ? zip : $"{zip[..^4]}.{number}.zip";
    }

    private static void WritePart(
        string directory,
        string setNumber,
        IReadOnlyList<(string Name, long Size)> files,
        Dictionary<string, Digest> digests,
        string path)
    {
        using var zip = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var entries = new List<ZipEntry>();
        var buffer = new byte[1 << 16];
        foreach (var (name, size) in files)
        {
            var source = Path.Combine([directory, .. name[(setNumber.Length + 1)..].Split('/')]);
            var entry = new ZipEntry(name, size, Crc: 0, zip.Position, ZipFormat.Time);
            zip.Write(ZipFormat.Local(entry)); // again below, when the checksum is known
            var (crc, digest) = Copy(source, zip, buffer);
            if (zip.Position != entry.EndOffset || (digests.TryGetValue(name, out var listed) && listed != digest))
                throw new FaultException(new Sentence("FileChangedSinceManifest", source));

            entries.Add(entry with { Crc = crc });
            zip.Position = entry.Offset;
            zip.Write(ZipFormat.Local(entries[^1]));
            zip.Position = entry.EndOffset;
        }

        var central = zip.Position;
        foreach (var entry in entries)
            zip.Write(ZipFormat.Central(entry));
        zip.Write(ZipFormat.End(entries.Count, zip.Position - central, central));
    }

    private static (uint Crc, Digest Digest) Copy(string source, Stream to, byte[] buffer)
    {
        using var from = File.OpenRead(source);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = default(Crc32);
        for (int n; (n = from.Read(buffer)) > 0;)
        {
            crc.Append(buffer.AsSpan(0, n));
            sha.AppendData(buffer, 0, n);
            to.Write(buffer, 0, n);
        }

        return (crc.Value, Digest.From(sha.GetHashAndReset()));
    }
}
