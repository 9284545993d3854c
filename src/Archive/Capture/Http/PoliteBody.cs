using System.IO.Compression;
using System.Security.Cryptography;
using Archive.Evidence;

namespace Archive.Capture.Http;

/// <summary>What was read of a body; with trouble, as far as it came.</summary>
/// <param name="Received">Bytes over the line, before a content coding was undone.</param>
internal sealed record ReadBody(long Length, long Received, string? Decoded, Digest Digest, FetchFailure? Trouble);

/// <summary>
/// Reads a body into a stream and undoes its content coding, within limits on size, growth and slowness. What came
/// before a limit or a break is kept. A coding we did not ask for and cannot undo leaves the bytes as received.
/// </summary>
internal sealed class PoliteBody(PoliteOptions options, TimeProvider clock)
{
    public const string Codings = "gzip, br";
    private const long FreeOfExpansionLimit = 1 << 20;

    /// <param name="deadline">Ends the reading with trouble.</param>
    /// <param name="ct">Ends the reading with an exception: the host stops.</param>
    public async Task<ReadBody> Read(
        HttpResponseMessage response, Stream into, long limit, CancellationToken deadline, CancellationToken ct)
    {
        using var stall = new CancellationTokenSource(options.SlowAfter, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(deadline, stall.Token, ct);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (decoded, understood) = Coding(response);
        var counted = new Counting();
        long length = 0;
        var (body, trouble) = await Guarded(
            async () => Decode(
                counted.Over(await response.Content.ReadAsStreamAsync(any.Token)),
                decoded), deadline, ct);
        var started = clock.GetTimestamp();
        var buffer = new byte[64 << 10];
        while (trouble is null)
        {
            stall.CancelAfter(options.SlowAfter);
            (var n, trouble) = await Guarded(async () => await body!.ReadAsync(buffer, any.Token), deadline, ct);
            if (n == 0)
                break;
            var take = (int)Math.Min(n, limit - length);
            // unguarded: a full disk is our fault, not the server's
            await into.WriteAsync(buffer.AsMemory(0, take), ct);
            hash.AppendData(buffer, 0, take);
            length += take;
            trouble = take < n ? new(GapCause.TooLarge, $"The answer is larger than {limit} bytes.")
                : TooMuchGrowth(length, counted.Received) ?? TooSlow(counted.Received, clock.GetElapsedTime(started));
        }

        if (body is not null)
            await body.DisposeAsync();
        trouble ??= understood ? null : new(GapCause.NotUnderstood, "The answer has a content coding we do not know.");
        return new(length, counted.Received, decoded, Digest.From(hash.GetHashAndReset()), trouble);
    }

    /// <summary>What the server does wrong is trouble; anything else is thrown.</summary>
    private static async Task<(T? Read, FetchFailure? Trouble)> Guarded<T>(
        Func<Task<T>> read, CancellationToken deadline, CancellationToken ct)
    {
        try
        {
            return (await read(), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException
            or InvalidOperationException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (default, Broken(e, deadline.IsCancellationRequested));
        }
    }

    private static (string? Decoded, bool Understood) Coding(HttpResponseMessage response)
    {
        var codings = response.Content.Headers.ContentEncoding.Where(c => c is not "identity").ToList();
        return codings switch
        {
            [] => (null, true),
            ["gzip" or "x-gzip" or "br" or "deflate"] => (codings[0], true),
            _ => (null, false),
        };
    }

    private static Stream Decode(Stream received, string? coding) => coding switch
    {
        "br" => new BrotliStream(received, CompressionMode.Decompress),
        // RFC 9110 section 8.4.1.2: zlib, not raw deflate
        "deflate" => new ZLibStream(received, CompressionMode.Decompress),
        null => received,
        _ => new GZipStream(received, CompressionMode.Decompress),
    };

    private FetchFailure? TooMuchGrowth(long length, long received) =>
        length > FreeOfExpansionLimit && length > options.MaxExpansion * received
            ? new(GapCause.TooLarge, $"The answer grows to more than {options.MaxExpansion} times what was sent.")
            : null;

    private FetchFailure? TooSlow(long received, TimeSpan passed) =>
        passed > options.SlowAfter && received < options.MinBytesPerSecond * passed.TotalSeconds
            ? new(GapCause.Unreachable, $"The answer comes slower than {options.MinBytesPerSecond} bytes a second.")
            : null;

    private static FetchFailure Broken(Exception e, bool deadline) => e switch
    {
        OperationCanceledException when deadline => new(
            GapCause.Unreachable,
            "The answer did not end before the deadline."),
        OperationCanceledException => new(GapCause.Unreachable, "The answer stopped coming."),
        InvalidDataException or InvalidOperationException => new(
            GapCause.NotUnderstood,
            "The answer's content coding is broken."),
        _ => new(GapCause.Unreachable, "The connection broke while the answer came."),
    };

    /// <summary>Passes bytes on and counts them.</summary>
    private sealed class Counting : Stream
    {
        private Stream under = Null;

        public long Received { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Received;
            set => throw new NotSupportedException();
        }

        public Counting Over(Stream received)
        {
            under = received;
            return this;
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default)
        {
            var n = await under.ReadAsync(buffer, cancellationToken);
            Received += n;
            return n;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var n = under.Read(buffer, offset, count);
            Received += n;
            return n;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                under.Dispose();
            base.Dispose(disposing);
        }
    }
}
