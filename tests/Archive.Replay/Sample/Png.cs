using System.Buffers.Binary;
using System.IO.Compression;

namespace Archive.Replay.Sample;

/// <summary>
/// Writes pictures with a palette as PNG (ISO/IEC 15948): IHDR, PLTE, IDAT, IEND; eight bits, no interlace.
/// </summary>
internal static class Png
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    /// <param name="palette">0xRRGGBB, at most 256.</param>
    /// <param name="pixels">An index into the palette per pixel, row by row.</param>
    public static byte[] Write(int width, int height, IReadOnlyList<int> palette, byte[] pixels)
    {
        using var png = new MemoryStream();
        png.Write([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3); // bits per sample; colour type: palette
        Chunk(png, "IHDR"u8, header);
        Chunk(
            png,
            "PLTE"u8,
            [.. palette.SelectMany(colour => new[] { (byte)(colour >> 16), (byte)(colour >> 8), (byte)colour })]);
        Chunk(png, "IDAT"u8, Pack(width, height, pixels));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Pack(int width, int height, byte[] pixels)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0); // filter: none
                zlib.Write(pixels, row * width, width);
            }
        }

        return packed.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, data.Length);
        png.Write(four);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(four, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(four);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var each in bytes)
        {
            crc = Table[(crc ^ each) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint CrcOf(int index)
    {
        var crc = (uint)index;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return crc;
    }
}
