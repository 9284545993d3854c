using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Archive.Evidence.Content;

namespace Archive.Tests.Evidence.Verification;

/// <summary>A small copy with a black region, and others like it of which one thing is not in order.</summary>
internal static class SamplePng
{
    public const int Width = 5;
    public const int Height = 4;

    public static readonly PictureRegion Black = new(1, 1, 3, 2);

    public static byte[] Make(byte[]? rows = null, byte[]? packed = null, byte[]? first = null, byte[]? last = null)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9]) = (8, 2);
        return
        [
            0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. first ?? [],
            .. Chunk("IDAT", packed ?? Packed(rows ?? Rows(0))), .. last ?? [], .. Chunk("IEND", []),
        ];
    }

    public static byte[] Chunk(string kind, byte[] content)
    {
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(kind), .. content];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32.HashToUInt32(named));
        return [.. length, .. named, .. sum];
    }

    public static byte[] Packed(byte[] rows)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(rows);
        return packed.ToArray();
    }

    /// <summary>Black in <see cref="Black"/> and nowhere else; filtered as ISO/IEC 15948, 9.2 says.</summary>
    public static byte[] Rows(byte filter)
    {
        var rows = new List<byte>();
        for (var y = 0; y < Height; y++)
        {
            rows.Add(filter);
            for (var i = 0; i < 3 * Width; i++)
            {
                int a = At(i - 3, y), b = At(i, y - 1), c = At(i - 3, y - 1);
                rows.Add((byte)(At(i, y) - filter switch
                {
                    1 => a,
                    2 => b,
                    3 => (a + b) / 2,
                    4 => new[] { a, b, c }.MinBy(p => Math.Abs(a + b - c - p)), // the first of those as near
                    _ => 0,
                }));
            }
        }

        return [.. rows];
    }

    private static int At(int i, int y)
    {
        if (i < 0 || y < 0)
            return 0;
        var x = i / 3;
        return x >= Black.X && x < Black.X + Black.Width && y >= Black.Y && y < Black.Y + Black.Height
            ? 0
            : 1 + ((y * 97 + i * 31) % 255);
    }
}
