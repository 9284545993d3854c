using System.Buffers;
using System.Security.Cryptography;
using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>
/// The content of a piece, opened segment by segment; nothing is given that was not authenticated. Asynchronous only:
/// the bytes may come from far.
/// </summary>
/// <param name="place">What an alarm calls it.</param>
/// <param name="leaveOpen">Other pieces of the same bytes are still to be read.</param>
internal sealed class PieceStream(
    IStoredBytes bytes,
    long start,
    long length,
    PieceCipher cipher,
    Sentence place,
    bool leaveOpen)
    : Stream
{
    // Large enough that new ones for each picture would have all of memory looked through again and again.
    private readonly byte[] segment = ArrayPool<byte>.Shared.Rent(Longest(length) + PieceCipher.TagLength);
    private readonly byte[] content = ArrayPool<byte>.Shared.Rent(Longest(length));
    private readonly long segments = PieceCipher.Segments(length);
    private bool disposed;
    private long next;
    private int available;
    private int given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="FaultException">The bytes that are kept are not those that were sealed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        // Also an empty piece has a segment, and its tag is checked before the stream says that it is over.
        while (given == available && next < segments)
            await OpenNext(cancellationToken);
        var count = Math.Min(buffer.Length, available - given);
        content.AsSpan(given, count).CopyTo(buffer.Span);
        given += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The content of a piece is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            CryptographicOperations.ZeroMemory(content.AsSpan(0, Longest(length)));
            ArrayPool<byte>.Shared.Return(content);
            ArrayPool<byte>.Shared.Return(segment);
            cipher.Dispose();
            if (!leaveOpen)
                bytes.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Of one segment of it.</summary>
    private static int Longest(long length) => (int)Math.Min(length, PieceCipher.SegmentLength);

    private async Task OpenNext(CancellationToken ct)
    {
        var opened = (int)Math.Min(length - next * PieceCipher.SegmentLength, PieceCipher.SegmentLength);
        var taken = segment.AsMemory(0, opened + PieceCipher.TagLength);
        var at = start + next * (PieceCipher.SegmentLength + PieceCipher.TagLength);
        for (var have = 0; have < taken.Length;)
        {
            var read = await bytes.Read(taken[have..], at + have, ct);
            if (read == 0)
                throw Sentences.Fault("storage.object-ends-early", place);
            have += read;
        }

        try
        {
            cipher.Open(next, next == segments - 1, taken.Span, content.AsSpan(0, opened));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw Sentences.Fault(e, "storage.object-changed-since", place);
        }

        (next, available, given) = (next + 1, opened, 0);
    }
}
