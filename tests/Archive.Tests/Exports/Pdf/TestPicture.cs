using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Archive.Tests.Exports.Pdf;

/// <summary>Writes a PNG of blue and white squares, so that tests need no picture from elsewhere.</summary>
internal static class TestPicture
{
    public static void Write(string path, int width, int height)
    {
        var rows = new[] { Row(width, 0), Row(width, 1) };
        File.WriteAllBytes(path, Of(width, height, y => rows[y / 40 % 2]));
    }

    /// <param name="row">Of each y: a zero (no filter), then red, green and blue of each pixel.</param>
    public static byte[] Of(int width, int height, Func<int, byte[]> row)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 2); // 8 bits, RGB
        Chunk(file, "IHDR"u8, head);
        Chunk(file, "IDAT"u8, Packed(height, row));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Packed(int height, Func<int, byte[]> row)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
                zip.Write(row(y));
        }

        return packed.ToArray();
    }

    private static byte[] Row(int width, int parity)
    {
        var row = new List<byte>(1 + width * 3) { 0 }; // no filter
        for (var x = 0; x < width; x++)
            row.AddRange((x / 40 + parity) % 2 == 0 ? [0x15, 0x42, 0x73] : [0xFF, 0xFF, (byte)x]);
        return [.. row];
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. type, .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(body));
        file.Write(number);
    }
}
