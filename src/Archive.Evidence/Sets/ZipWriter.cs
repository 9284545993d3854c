using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;
using Archive.Evidence.Zip;
using Microsoft.Win32.SafeHandles;

namespace Archive.Evidence.Sets;

/// <summary>
/// Packs a sealed export directory into one zip, or more where it would pass 4 GiB or 65,534 files. The same directory
/// always gives the same bytes. Memory does not grow with the size of the files.
/// </summary>
public static class ZipWriter
{
    private const int BufferLength = 1 << 17;

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

    /// <summary>
    /// Where each file stands is known from the sizes of those before it, so several are written at the same time.
    /// </summary>
    private static void WritePart(
        string directory,
        string setNumber,
        IReadOnlyList<(string Name, long Size)> files,
        Dictionary<string, Digest> digests,
        string path)
    {
        var entries = new ZipEntry[files.Count];
        var end = 0L;
        foreach (var (i, (name, size)) in files.Index())
        {
            entries[i] = new(name, size, Crc: 0, end, ZipFormat.Time);
            end = entries[i].EndOffset;
        }

        using var zip = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        SideBySide.Each(entries.Length, i =>
        {
            var entry = entries[i];
            var source = Path.Combine([directory, .. entry.Name[(setNumber.Length + 1)..].Split('/')]);
            var (length, crc, digest) = Copy(source, zip, entry.DataOffset);
            if (length != entry.Size || (digests.TryGetValue(entry.Name, out var listed) && listed != digest))
                throw new FaultException(new Sentence("FileChangedSinceManifest", source));
            entries[i] = entry with { Crc = crc };
            RandomAccess.Write(zip, ZipFormat.Local(entries[i]), entry.Offset);
        });

        using var central = new MemoryStream();
        foreach (var entry in entries)
            central.Write(ZipFormat.Central(entry));
        central.Write(ZipFormat.End(entries.Length, central.Length, end));
        RandomAccess.Write(zip, central.GetBuffer().AsSpan(0, (int)central.Length), end);
    }

    private static (long Length, uint Crc, Digest Digest) Copy(string source, SafeFileHandle to, long offset)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            using var from = File.OpenHandle(source);
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (crc, length) = (new Crc32(), 0L);
            for (int n; (n = RandomAccess.Read(from, buffer, length)) > 0; length += n)
            {
                var read = buffer.AsSpan(0, n);
                crc.Append(read);
                sha.AppendData(read);
                RandomAccess.Write(to, read, offset + length);
            }

            return (length, crc.GetCurrentHashAsUInt32(), Digest.From(sha.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
