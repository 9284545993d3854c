using Archive.Capture.Http;
using Archive.Capture.Mapping;
using Archive.Storage.Vault;

namespace Archive.Capture.Visits;

/// <summary>
/// Puts an answer into the vault before anything is made of it: the exchange first, then the body's exact bytes, cut so
/// that each item can be destroyed by itself and everything between belongs to the frame. One that is there already, as
/// the last that this question had, is named and not kept again.
/// </summary>
internal sealed class ResponseStore(IVault vault, Identities identities, LastAnswers lastAnswers)
{
    /// <summary>An item of an answer as it was cut; without an id it cannot be told whose it is.</summary>
    public sealed record Cut(JsonItem Item, ItemId? Id);

    /// <summary>The last answer that the question had with status 200 and nothing wrong with it.</summary>
    public Task<LastAnswer?> Last(Endpoint endpoint, Question question, CancellationToken ct) => lastAnswers.Of(
        lastAnswers.Question(endpoint, question.Method, question.Address, question.Body?.Bytes, 200, null), ct);

    /// <param name="cuts">In the order of the body, not overlapping; empty if the body could not be cut.</param>
    /// <param name="trouble">Why it is no answer; null if it is one, or its exchange says.</param>
    public async Task<StoredResponse> Keep(
        Endpoint endpoint, Fetched fetched, IReadOnlyList<Cut> cuts, CancellationToken ct, GapCause? trouble = null)
    {
        var exchange = ExchangeOf(fetched);
        var question = lastAnswers.Question(
            endpoint, fetched.Method, fetched.Final, fetched.Sent?.Body, exchange.Status,
            trouble ?? fetched.Trouble?.Cause);
        var last = await lastAnswers.Of(question, ct);
        List<ItemId> ids = [.. cuts.Select(c => c.Id).OfType<ItemId>()];
        var (frame, known) = last is null
            ? await identities.ForAnswer(ids, ct)
            : (null, await identities.Of(ids, ct));

        var (parts, items) = Parts(fetched.Body, cuts, known);
        if (last?.IsSame(exchange, parts) == true)
        {
            return new(endpoint, last.Object, last.Frame, exchange.Status, items)
            {
                Again = fetched.NotModified ? AnsweredAgain.NotModified : AnsweredAgain.Same,
                Asked = fetched.Started,
            };
        }

        if (fetched.NotModified)
            throw new InvalidOperationException("What was not modified is what was kept.");
        frame ??= (await identities.ForAnswer([], ct)).Frame;
        List<Piece> pieces =
        [
            new(frame.Unit, frame.Secret, exchange.Write()),
            .. parts.Select(p => new Piece(p.Owner?.Unit ?? frame.Unit, p.Owner?.Secret ?? frame.Secret, p.Bytes)),
        ];
        var kept = await vault.Keep(ObjectKind.Response, pieces, ct);
        return new(endpoint, kept.Name, frame.Unit, exchange.Status, items)
        {
            Asked = fetched.Started, Question = question,
        };
    }

    private static (List<AnswerPart> Parts, List<StoredItem> Items) Parts(
        ReadOnlyMemory<byte> body, IReadOnlyList<Cut> cuts, Dictionary<ItemId, Identity> known)
    {
        var (parts, items, at) = (new List<AnswerPart>(), new List<StoredItem>(), 0);
        void Frame(int until)
        {
            if (until > at)
                parts.Add(new(null, body[at..until]));
            at = until;
        }

        foreach (var (item, id) in cuts)
        {
            Frame(item.Offset);
            var identity = id is null ? null : known[id];
            parts.Add(new(identity, item.In(body)));
            items.Add(new(identity, parts.Count)); // piece 0 is the exchange
            at = item.Offset + item.Length;
        }

        Frame(body.Length);
        return (parts, items);
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
