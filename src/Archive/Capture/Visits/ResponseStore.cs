using Archive.Capture.Http;
using Archive.Capture.Mapping;
using Archive.Storage.Vault;

namespace Archive.Capture.Visits;

/// <summary>
/// Puts an answer into the vault before anything is made of it: the exchange first, then the body's exact bytes, cut so
/// that each item can be destroyed by itself and everything between belongs to the frame.
/// </summary>
internal sealed class ResponseStore(IVault vault, Identities identities)
{
    /// <summary>An item of an answer as it was cut; without an id it cannot be told whose it is.</summary>
    public sealed record Cut(JsonItem Item, ItemId? Id);

    /// <param name="cuts">In the order of the body, not overlapping; empty if the body could not be cut.</param>
    public async Task<StoredResponse> Keep(
        Endpoint endpoint, Fetched fetched, IReadOnlyList<Cut> cuts, CancellationToken ct)
    {
        ReadOnlyMemory<byte> body = fetched.Body;
        var (frame, known) = await identities.ForAnswer([.. cuts.Select(c => c.Id).OfType<ItemId>()], ct);

        List<Piece> pieces = [new(frame.Unit, frame.Secret, ExchangeOf(fetched).Write())];
        var items = new List<StoredItem>();
        var at = 0;
        void Frame(int until)
        {
            if (until > at)
                pieces.Add(new(frame.Unit, frame.Secret, body[at..until]));
            at = until;
        }

        foreach (var (item, id) in cuts)
        {
            Frame(item.Offset);
            var identity = id is null ? null : known[id];
            pieces.Add(new(
                identity?.Unit ?? frame.Unit, identity?.Secret ?? frame.Secret,
                item.In(body)));
            items.Add(new(identity, pieces.Count - 1));
            at = item.Offset + item.Length;
        }

        Frame(body.Length);
        var kept = await vault.Keep(ObjectKind.Response, pieces, ct);
        return new(endpoint, kept.Name, frame.Unit, fetched.Status!.Value, items);
    }

    private static PlatformResponse ExchangeOf(Fetched fetched)
    {
        List<HeaderField> Fields(IReadOnlyList<HttpField> headers) =>
            [.. SecretMask.Headers(headers, fetched.Held).Select(h => new HeaderField(h.Name, h.Value))];
        return new(
            fetched.Method,
            SecretMask.Url(fetched.Final.AbsoluteUri, fetched.Held),
            Fields(fetched.RequestHeaders),
            fetched.Sent is { } sent ? new(sent.Body, Ranges(sent.Masked)) : null,
            fetched.Status!.Value,
            Fields(fetched.ResponseHeaders),
            Ranges(fetched.Masked),
            fetched.Started,
            fetched.Ended);
    }

    private static IReadOnlyList<MaskedRange> Ranges(IReadOnlyList<ByteRange> ranges) =>
        [.. ranges.Select(m => new MaskedRange(m.Offset, m.Length))];
}
