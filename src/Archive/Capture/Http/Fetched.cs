using Archive.Evidence;

namespace Archive.Capture.Http;

/// <summary>
/// A header as it went over the line; names in lower case, which RFC 9110 section 5.1 makes no difference.
/// </summary>
public sealed record HttpField(string Name, string Value);

/// <summary>Why an answer is no answer.</summary>
/// <param name="Detail">One sentence for an operator; no content, no secrets.</param>
public sealed record FetchFailure(GapCause Cause, string Detail);

/// <summary>
/// A body that may be large: in memory if the server said that it is small, else in a file. Complete only if the
/// exchange has no trouble. The caller owns it; disposed, its file is gone.
/// </summary>
/// <param name="Path">Null if it is in memory.</param>
/// <param name="Bytes">Empty if it is in a file.</param>
public sealed record FetchedFile(string? Path, byte[] Bytes, long Length, Digest Digest) : IDisposable
{
    /// <summary>Its bytes from the first, as often as is asked.</summary>
    public Stream Open() => Path is null ? new MemoryStream(Bytes, writable: false) : File.OpenRead(Path);

    public void Dispose()
    {
        if (Path is not null)
            File.Delete(Path);
    }
}

/// <summary>
/// One question and what came back, once. `Trouble` is null for 200, 404, 410, a 304 that was asked for, and for a
/// redirect that was followed: whether "not there" is a disappearance or a gap is for the caller to say.
/// </summary>
/// <param name="RequestUri">What the caller asked for; the same for all hops and tries.</param>
/// <param name="Final">What this exchange asked for: another address than `RequestUri` after a redirect.</param>
/// <param name="Status">Null if no answer came.</param>
/// <param name="ResponseHeaders">
/// As received. If the body came compressed, the last is <see cref="DecodedHeader"/>, ours, with the coding and the
/// bytes received: `gzip; received=1234`.
/// </param>
/// <param name="Body">
/// The entity with its content coding undone and secrets overwritten (<see cref="SecretMask"/>), every other byte as
/// received; up to the limit or the break if there was trouble. Empty if <paramref name="File"/> has it. What is read
/// of an answer is read of these bytes, which are the ones that are kept.
/// </param>
public sealed record Fetched(
    Uri RequestUri,
    Uri Final,
    DateTimeOffset Started,
    DateTimeOffset Ended,
    int? Status,
    IReadOnlyList<HttpField> RequestHeaders,
    IReadOnlyList<HttpField> ResponseHeaders,
    byte[] Body,
    FetchedFile? File,
    FetchFailure? Trouble)
{
    public const string DecodedHeader = "archive-body-decoded";

    /// <summary>
    /// The server said that it has no other answer than one it gave before, which this is (RFC 9110 section 15.4.5).
    /// </summary>
    internal bool NotModified { get; init; }

    /// <summary>What was overwritten of <see cref="Body"/>.</summary>
    public IReadOnlyList<ByteRange> Masked { get; init; } = [];

    /// <summary>How it was asked, in capitals.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>What went out with the question, secrets overwritten; null if it had no body.</summary>
    public MaskedBody? Sent { get; init; }

    /// <summary>The secrets that the question carried. They are overwritten wherever it is kept.</summary>
    internal IReadOnlyList<string> Held { get; init; } = [];

    /// <summary>The first value of a response header, or null.</summary>
    /// <param name="name">In lower case.</param>
    public string? Header(string name) => ResponseHeaders.FirstOrDefault(h => h.Name == name)?.Value;

    /// <summary>
    /// The media type the server claims, without its parameters, in lower case; empty if it claims none.
    /// </summary>
    public string MediaType => (Header("content-type") ?? "").Split(';')[0].Trim().ToLowerInvariant();
}
