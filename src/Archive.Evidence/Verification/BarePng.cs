using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Archive.Evidence.Content;

namespace Archive.Evidence.Verification;

/// <summary>
/// A PNG (ISO/IEC 15948) with nothing in it but a picture: no text, no profile, no moment, no smaller picture. Valid if
/// and only if
///   (1) it is the signature, IHDR, one or more IDAT of at least one byte each, IEND, and nothing after it, each with
///       its CRC;
///   (2) IHDR says this width and height, 8 bits, colour type 2 (red, green, blue), no interlace;
///   (3) the IDAT together are one zlib stream and nothing after it, of height rows, each a filter (0 to 4) and
///       3 × width bytes.
/// </summary>
public static class BarePng
{
    /// <summary>No picture of a set has more: a reader is not made to fill the memory of a machine.</summary>
    public const long MaxPixels = 50_000_000;

    private const int MaxLength = 1 << 28;
    private const int Colours = 3;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="black">Every pixel in these has to be 0, 0, 0. They lie in the picture.</param>
    /// <exception cref="MalformedException">It is not such a PNG, of another size, or not black there.</exception>
    public static void Check(ReadOnlySpan<byte> file, int width, int height, IReadOnlyList<PictureRegion> black)
    {
        if ((long)width * height > MaxPixels || file.Length > MaxLength)
            throw new MalformedException("PngLarge", MaxPixels);
        using var packed = new ReadNoFurther(Packed(file, Header(width, height)));
        var rows = new ZLibStream(packed, CompressionMode.Decompress);
        try
        {
            var (row, above) = (new byte[Colours * width], new byte[Colours * width]);
            for (var y = 0; y < height; y++)
            {
                var filter = rows.ReadByte();
                rows.ReadExactly(row);
                Unfilter(filter, row, above);
                if (black.Any(r => y >= r.Y && y < r.Y + r.Height
                    && row.AsSpan(Colours * r.X, Colours * r.Width).ContainsAnyExcept((byte)0)))
                    throw new MalformedException("PngNotBlack", y);
                (row, above) = (above, row);
            }

            if (rows.ReadByte() != -1 || !packed.IsAtEnd)
                throw new MalformedException("PngPixels");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new MalformedException(e, "PngPixels");
        }
        finally
        {
            rows.Dispose();
        }
    }

    private static byte[] Header(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return header;
    }

    /// <returns>The content of all IDAT.</returns>
    private static byte[] Packed(ReadOnlySpan<byte> file, ReadOnlySpan<byte> header)
    {
        if (!file.StartsWith(Signature))
            throw new MalformedException("PngChunks");
        var rest = file[Signature.Length..];
        if (!Next(ref rest, "IHDR"u8, out var first) || !first.SequenceEqual(header))
            throw new MalformedException("PngHeader");
        var packed = new List<byte>(file.Length);
        while (Next(ref rest, "IDAT"u8, out var some))
        {
            if (some.IsEmpty)
                throw new MalformedException("PngChunks");
            packed.AddRange(some);
        }

        return Next(ref rest, "IEND"u8, out var last) && last.IsEmpty && rest.IsEmpty
            ? [.. packed]
            : throw new MalformedException("PngChunks");
    }

    /// <summary>Takes the next chunk, if it is of this kind and whole.</summary>
    private static bool Next(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> content)
    {
        const int Around = 12; // length, kind and CRC
        content = default;
        if (rest.Length < Around || !rest[4..8].SequenceEqual(kind)
            || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - Around)
            return false;
        content = rest.Slice(8, (int)length);
        if (BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..])
            != Crc32.HashToUInt32(rest[4..(8 + (int)length)]))
            throw new MalformedException("PngChunks");
        rest = rest[(Around + (int)length)..];
        return true;
    }

    /// <summary>ISO/IEC 15948, 9.2.</summary>
    private static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above)
    {
        if (filter is < 0 or > 4)
            throw new MalformedException("PngPixels");
        for (var i = 0; i < row.Length && filter > 0; i++)
        {
            int left = i < Colours ? 0 : row[i - Colours], up = above[i], corner = i < Colours ? 0 : above[i - Colours];
            row[i] += (byte)(filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                _ => Paeth(left, up, corner),
            });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    /// <summary>
    /// Gives the end of some bytes one by one, so that where a reader that needs no more has stopped is known.
    /// </summary>
    private sealed class ReadNoFurther(byte[] bytes) : Stream
    {
        private const int OneByOne = 16;

        private int at;

        public bool IsAtEnd => at == bytes.Length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var left = bytes.Length - at;
            var some = Math.Min(buffer.Length, left > OneByOne ? left - OneByOne : Math.Min(left, 1));
            bytes.AsSpan(at, some).CopyTo(buffer);
            at += some;
            return some;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
