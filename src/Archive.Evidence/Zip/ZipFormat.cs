using System.Buffers.Binary;
using System.Text;

namespace Archive.Evidence.Zip;

/// <summary>One file in a zip of ours.</summary>
/// <param name="Name">`set number/path`.</param>
/// <param name="Offset">Where its local header begins.</param>
/// <param name="DosTime">Time (low half) and date (high half), as APPNOTE.TXT 4.4.6 has them.</param>
public sealed record ZipEntry(string Name, long Size, uint Crc, long Offset, uint DosTime)
{
    public long DataOffset => Offset + ZipFormat.LocalLength + Name.Length;

    public long EndOffset => DataOffset + Size;
}

/// <summary>
/// The only zip we write and read, a small part of APPNOTE.TXT 6.3.x: every file stored, version 20, flags and
/// attributes 0, sizes in the local header, no extra field, no comment, one disk, one time. So every byte of a zip is
/// either content or has exactly one allowed value, and no two zips of the same files differ.
/// </summary>
public static class ZipFormat
{
    public const int LocalLength = 30;
    public const int CentralLength = 46;
    public const int EndLength = 22;

    /// <summary>4 GiB and 65,535 files would need zip64: a zip of ours stays below both.</summary>
    public const long MaxLength = uint.MaxValue - 1;
    public const int MaxFiles = ushort.MaxValue - 1;

    public const uint LocalSignature = 0x04034b50;
    public const uint CentralSignature = 0x02014b50;
    public const uint EndSignature = 0x06054b50;

    /// <summary>
    /// 1980-01-01 00:00:00, the first moment that a zip can tell, for every file: when a set was made is told by its
    /// facts and its time-stamp, and a moment that nothing proves would be one that anybody can change.
    /// </summary>
    public const uint Time = 0x00210000;

    private const ushort Version = 20;

    public static byte[] Local(ZipEntry entry)
    {
        var header = new byte[LocalLength + entry.Name.Length];
        Put32(header, 0, LocalSignature);
        Put16(header, 4, Version);
        PutCommon(header.AsSpan(10), entry);
        Encoding.ASCII.GetBytes(entry.Name, header.AsSpan(LocalLength));
        return header;
    }

    public static byte[] Central(ZipEntry entry)
    {
        var header = new byte[CentralLength + entry.Name.Length];
        Put32(header, 0, CentralSignature);
        Put16(header, 4, Version);
        Put16(header, 6, Version);
        PutCommon(header.AsSpan(12), entry);
        Put32(header, 42, checked((uint)entry.Offset));
        Encoding.ASCII.GetBytes(entry.Name, header.AsSpan(CentralLength));
        return header;
    }

    public static byte[] End(int files, long centralLength, long centralOffset)
    {
        var record = new byte[EndLength];
        Put32(record, 0, EndSignature);
        Put16(record, 8, checked((ushort)files));
        Put16(record, 10, checked((ushort)files));
        Put32(record, 12, checked((uint)centralLength));
        Put32(record, 16, checked((uint)centralOffset));
        return record;
    }

    /// <summary>How long a zip of these files becomes.</summary>
    public static long Length(IEnumerable<(string Name, long Size)> files) =>
        EndLength + files.Sum(f => Length(f.Name, f.Size));

    public static long Length(string name, long size) => LocalLength + CentralLength + (2L * name.Length) + size;

    // Time, date, CRC, packed size, size, length of name: the same run of fields in both headers.
    private static void PutCommon(Span<byte> fields, ZipEntry entry)
    {
        Put32(fields, 0, entry.DosTime);
        Put32(fields, 4, entry.Crc);
        Put32(fields, 8, checked((uint)entry.Size));
        Put32(fields, 12, checked((uint)entry.Size));
        Put16(fields, 16, checked((ushort)entry.Name.Length));
    }

    private static void Put16(Span<byte> to, int at, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(to[at..], value);

    private static void Put32(Span<byte> to, int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(to[at..], value);
}
