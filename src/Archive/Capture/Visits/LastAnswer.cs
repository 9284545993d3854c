using Archive.Capture.Http;
using Archive.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.Capture.Visits;

/// <summary>A part of the body of an answer that has come, as it would be sealed.</summary>
/// <param name="Owner">Whose it is; null: it belongs to the frame.</param>
internal sealed record AnswerPart(Identity? Owner, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// An answer that is kept, opened: what comes now is held against its very bytes. So nothing is kept of it that anybody
/// could try guesses with (docs/decisions/0165).
/// </summary>
internal sealed class LastAnswer
{
    /// <summary>
    /// What a body is, and where the rest of a list is. Other headers tell of the server and of this once: dates,
    /// limits, numbers of requests.
    /// </summary>
    private static readonly string[] Telling = ["content-type", "content-language", "link", "location"];

    private readonly PlatformResponse came;
    private readonly IReadOnlyList<PieceHeader> pieces;
    private readonly byte[]?[] contents; // null where the secret is gone

    private LastAnswer(
        Digest name, PlatformResponse came, IReadOnlyList<PieceHeader> pieces, byte[]?[] contents) =>
        (Object, this.came, this.pieces, this.contents) = (name, came, pieces, contents);

    public Digest Object { get; }

    public Guid Frame => pieces[0].Unit;

    /// <summary>Whether a part of it is that of a record, and not all of it the answer's own.</summary>
    public bool HasItems => pieces.Skip(1).Any(p => p.Unit != Frame);

    /// <summary>
    /// By which a server can say that it has nothing else; null if it gave none, or not all can be opened.
    /// </summary>
    public Validator? Validator => contents.Contains(null) ? null
        : Find("etag") is { } tag ? new("if-none-match", tag)
        : Find("last-modified") is { } moment ? new("if-modified-since", moment)
        : null;

    /// <returns>
    /// Null if it is not there, not whole, or its exchange does not open: then what comes is kept.
    /// </returns>
    public static async Task<LastAnswer?> Open(Digest name, IVault vault, UnitSecrets units, CancellationToken ct)
    {
        using var examined = await vault.Examine(name, ct);
        if (examined.State != ObjectState.Whole)
            return null;
        var pieces = examined.Header.Pieces;
        var (secrets, _) = await units.GetOrTell([.. pieces.Select(p => p.Unit).Distinct()], ct);
        var contents = new byte[]?[pieces.Count];
        try
        {
            for (var i = 0; i < pieces.Count; i++)
            {
                contents[i] = secrets.TryGetValue(pieces[i].Unit, out var secret)
                    ? await examined.Read(i, secret, ct)
                    : null;
            }

            return contents[0] is { } exchange && Exchange.Read(exchange) is PlatformResponse came
                ? new(name, came, pieces, contents)
                : null;
        }
        catch (Exception e) when (e is FaultException or FormatException)
        {
            return null; // findings say why
        }
    }

    /// <summary>
    /// Whether this is what came now: the same question, status, telling headers and bytes, each part under the secret
    /// it has here. Of what was destroyed nothing is kept, so nothing of it is compared but its length.
    /// </summary>
    public bool IsSame(PlatformResponse now, IReadOnlyList<AnswerPart> parts)
    {
        if ((came.Method, came.Url, came.Status) != (now.Method, now.Url, now.Status)
            || !came.Masked.SequenceEqual(now.Masked) || !SameSent(now.Sent) || parts.Count != pieces.Count - 1
            || !Telling.All(name => Values(came.Response, name).SequenceEqual(Values(now.Response, name))))
        {
            return false;
        }

        for (var i = 1; i < pieces.Count; i++)
        {
            var (owner, bytes) = parts[i - 1];
            var forgotten = owner is { Forgotten: true };
            if (pieces[i].Length != bytes.Length || (!forgotten && pieces[i].Unit != (owner?.Unit ?? Frame)))
                return false;
            if (contents[i] is { } content ? !bytes.Span.SequenceEqual(content) : !forgotten)
                return false;
        }

        return true;
    }

    /// <summary>
    /// The answer as it was when it came, for a server that says that it has no other.
    /// </summary>
    /// <param name="said">304.</param>
    /// <returns>Null if that tells otherwise of the body, or of where the rest is.</returns>
    public Fetched? Repeated(Fetched said)
    {
        if (said.ResponseHeaders.Any(h => Telling.Contains(h.Name) && !Values(came.Response, h.Name).Contains(h.Value)))
            return null;
        return said with
        {
            Status = came.Status,
            ResponseHeaders = [.. came.Response.Select(h => new HttpField(h.Name, h.Value))],
            Body = Joined(),
            Masked = [.. came.Masked.Select(m => new ByteRange((int)m.Offset, (int)m.Length))],
            NotModified = true,
        };
    }

    private byte[] Joined()
    {
        using var body = new MemoryStream();
        foreach (var content in contents.Skip(1))
            body.Write(content);
        return body.ToArray();
    }

    private bool SameSent(SentBody? sent) => (came.Sent, sent) switch
    {
        (null, null) => true,
        ({ } then, { } now) => then.Bytes.AsSpan().SequenceEqual(now.Bytes),
        _ => false,
    };

    private string? Find(string name) => came.Response.FirstOrDefault(h => h.Name == name)?.Value;

    private static IEnumerable<string> Values(IEnumerable<HeaderField> headers, string name) =>
        headers.Where(h => h.Name == name).Select(h => h.Value);
}
