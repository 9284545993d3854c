using System.Buffers;
using System.Buffers.Binary;

namespace Archive.Exports.Pages;

/// <summary>
/// Kind and size of a picture, from its first bytes. Only still raster kinds are shown: SVG and PDF can carry markup of
/// their own. Sources: PNG (ISO/IEC 15948) 11.2.2, JFIF/JPEG (ITU-T T.81) B.2.2, GIF89a 18, WebP container 2.
/// </summary>
/// <param name="Extension">How the renderer knows the kind: `png`, `jpg`, `gif` or `webp`.</param>
public sealed record PageImage(string Extension, int Width, int Height)
{
    /// <summary>Larger pictures are not shown: they would cost more memory than the rest of a volume.</summary>
    public const long MaxPixels = 50_000_000;

    private const int Head = 256 * 1024; // a JPEG's size follows its metadata

    public long Pixels => (long)Width * Height;

    /// <summary>Null if the file is not a picture that a page can show.</summary>
    public static PageImage? Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var buffer = ArrayPool<byte>.Shared.Rent(Head);
        try
        {
            var read = file.ReadAtLeast(buffer.AsSpan(0, Head), Head, throwOnEndOfStream: false);
            var image = Parse(buffer.AsSpan(0, read));
            return image is { Width: > 0, Height: > 0, Pixels: <= MaxPixels } ? image : null;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return null; // ends in the middle of its own header
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static PageImage? Parse(ReadOnlySpan<byte> head)
    {
        if (head is [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n', ..])
            return new("png", Big32(head, 16), Big32(head, 20));
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return new("gif", Little16(head, 6), Little16(head, 8));
        if (head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8))
            return WebP(head[12..]);
        return head is [0xFF, 0xD8, 0xFF, ..] ? Jpeg(head) : null;
    }

    private static PageImage? WebP(ReadOnlySpan<byte> chunk)
    {
        if (chunk.StartsWith("VP8X"u8))
            return new("webp", 1 + Little24(chunk, 12), 1 + Little24(chunk, 15));
        if (chunk.StartsWith("VP8 "u8))
            return new("webp", Little16(chunk, 14) & 0x3FFF, Little16(chunk, 16) & 0x3FFF);
        if (!chunk.StartsWith("VP8L"u8))
            return null;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]);
        return new("webp", 1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
    }

    private static PageImage? Jpeg(ReadOnlySpan<byte> head)
    {
        for (var at = 2; ; at += 2 + Big16(head, at + 2))
        {
            if (head[at] != 0xFF)
                return null;
            while (head[at + 1] == 0xFF)
                at++; // fill bytes
            var marker = head[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return new("jpg", Big16(head, at + 7), Big16(head, at + 5));
            if (marker is 0xD9 or 0xDA)
                return null;
        }
    }

    private static int Big16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16BigEndian(b[at..]);

    private static int Big32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadInt32BigEndian(b[at..]);

    private static int Little16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);

    private static int Little24(ReadOnlySpan<byte> b, int at) => b[at] | (b[at + 1] << 8) | (b[at + 2] << 16);
}
