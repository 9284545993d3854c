using System.Buffers.Binary;
using System.Text;
using Archive.Evidence.Zip;
using Microsoft.Win32.SafeHandles;

namespace Archive.Evidence.Sets;

/// <summary>
/// Reads one zip of <see cref="ZipFormat"/> and nothing else: it makes every header anew from what it read and compares
/// the bytes. The file is listed twice, by local headers and by the directory at the end; if one of the lists is whole,
/// it tells which file the other is wrong about.
/// </summary>
internal sealed class ZipReader : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly long length;
    private readonly string name;

    private ZipReader(SafeFileHandle file, string name)
    {
        this.file = file;
        this.name = name;
        length = RandomAccess.GetLength(file);
    }

    public List<ZipEntry> Entries { get; private set; } = [];

    public List<Finding> Findings { get; } = [];

    /// <exception cref="MalformedException">This is no zip at all.</exception>
    public static ZipReader Open(string path)
    {
        var zip = new ZipReader(System.IO.File.OpenHandle(path), Path.GetFileName(path));
        try
        {
            zip.ReadLists();
            return zip;
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    public ExportFile File(ZipEntry entry, string path) =>
        new(path, entry.Size, () => new FileSlice(file, entry.DataOffset, entry.Size), entry.Crc);

    public void Dispose() => file.Dispose();

    private void ReadLists()
    {
        var end = Bytes(length - ZipFormat.EndLength, ZipFormat.EndLength);
        var begin = Bytes(0, 4);
        if (!HasSignature(end, ZipFormat.EndSignature) && !HasSignature(begin, ZipFormat.LocalSignature))
            throw new MalformedException("NeitherDirectoryNorZip", name);

        var central = end.Length < ZipFormat.EndLength ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(16));
        var files = end.Length < ZipFormat.EndLength ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(end.AsSpan(10));
        var centralLength = length - ZipFormat.EndLength - central;
        if (length > ZipFormat.MaxLength || files is 0 or > ZipFormat.MaxFiles || centralLength < 0
            || !end.SequenceEqual(ZipFormat.End(files, centralLength, central)))
        {
            Add(name, "ZipEndDamaged");
            return;
        }

        var local = WalkLocal(files, central);
        var directory = WalkCentral(files, central, central + centralLength);
        if (local.Count == files && local[^1].EndOffset == central)
            CompareCentral(local, central, central + centralLength);
        else if (directory.Count == files && directory[^1].EndOffset == central)
            CompareLocal(directory);
        else
            Add(local.Count > directory.Count ? local[^1].Name : directory.LastOrDefault()?.Name ?? name,
                "ZipDamagedAfter");
        Entries = local;
    }

    /// <summary>Follows the local headers from the first byte on, as long as they have the one allowed form.</summary>
    private List<ZipEntry> WalkLocal(int files, long central)
    {
        var entries = new List<ZipEntry>();
        for (var offset = 0L; entries.Count < files && offset < central;)
        {
            var header = Bytes(offset, ZipFormat.LocalLength);
            if (Parse(header, 10, offset, offset + ZipFormat.LocalLength) is not { } entry
                || !ZipFormat.Local(entry).SequenceEqual(Bytes(offset, ZipFormat.LocalLength + entry.Name.Length))
                || entry.EndOffset > central)
            {
                break;
            }

            entries.Add(entry);
            offset = entry.EndOffset;
        }

        return entries;
    }

    private List<ZipEntry> WalkCentral(int files, long central, long end)
    {
        var entries = new List<ZipEntry>();
        var offset = 0L;
        for (var at = central; entries.Count < files && at < end;)
        {
            var header = Bytes(at, ZipFormat.CentralLength);
            if (Parse(header, 12, offset, at + ZipFormat.CentralLength) is not { } entry
                || entry.EndOffset > central
                || !ZipFormat.Central(entry).SequenceEqual(Bytes(at, ZipFormat.CentralLength + entry.Name.Length)))
            {
                break;
            }

            entries.Add(entry);
            offset = entry.EndOffset;
            at += ZipFormat.CentralLength + entry.Name.Length;
        }

        return entries;
    }

    private ZipEntry? Parse(byte[] header, int fields, long offset, long nameAt)
    {
        if (header.Length <= fields + 18)
            return null;
        var common = header.AsSpan(fields);
        var entryName = Encoding.Latin1.GetString(Bytes(nameAt, BinaryPrimitives.ReadUInt16LittleEndian(common[16..])));
        return !ExportPath.IsValid(entryName) || !entryName.Contains('/', StringComparison.Ordinal)
            ? null
            : new ZipEntry(
                entryName,
                BinaryPrimitives.ReadUInt32LittleEndian(common[12..]),
                BinaryPrimitives.ReadUInt32LittleEndian(common[4..]),
                offset,
                BinaryPrimitives.ReadUInt32LittleEndian(common));
    }

    private void CompareCentral(List<ZipEntry> local, long central, long end)
    {
        var at = central;
        foreach (var entry in local)
        {
            var expected = ZipFormat.Central(entry);
            var found = Bytes(at, expected.Length);
            if (!found.SequenceEqual(expected))
            {
                Disagree(
                    entry.Name,
                    Encoding.Latin1.GetString(found.AsSpan(Math.Min(ZipFormat.CentralLength, found.Length))));
                return;
            }

            at += expected.Length;
        }

        if (at != end)
            Add(name, "ZipLooseBytes");
    }

    private void CompareLocal(List<ZipEntry> directory)
    {
        foreach (var entry in directory)
        {
            var expected = ZipFormat.Local(entry);
            var found = Bytes(entry.Offset, expected.Length);
            if (!found.SequenceEqual(expected))
            {
                Disagree(
                    entry.Name,
                    Encoding.Latin1.GetString(found.AsSpan(Math.Min(ZipFormat.LocalLength, found.Length))));
                return;
            }
        }
    }

    // Either list may be the altered one: both names are told if they differ.
    private void Disagree(string one, string other)
    {
        Add(one, "ZipHeadersDisagree");
        if (other != one && ExportPath.IsValid(other))
            Add(other, "ZipHeadersDisagree");
    }

    private void Add(string path, string key) => Findings.Add(new(path, key));

    private static bool HasSignature(byte[] bytes, uint signature) =>
        bytes.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == signature;

    /// <summary>As many of the bytes as the file has.</summary>
    private byte[] Bytes(long offset, int count)
    {
        if (offset < 0 || offset >= length)
            return [];
        var bytes = new byte[Math.Min(count, length - offset)];
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), offset + read) is > 0 and var n)
            read += n;
        return bytes;
    }
}
