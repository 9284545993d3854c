using System.Globalization;
using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;

namespace Archive.Storage.Vault;

/// <summary>
/// Piece 0 of a response: how it was asked for. JCS `{"ended","masked":[[offset,length]…],"method",
/// "request":[[name,value]…],"response":[[name,value]…],"started","status","url"}`; moments with six decimals, headers
/// in the order they were sent, secrets in them overwritten with `*` of equal length.
/// </summary>
/// <param name="Masked">Ranges of the body that were overwritten: ascending, apart, none empty.</param>
public sealed record Exchange(
    string Method,
    string Url,
    IReadOnlyList<HeaderField> Request,
    int Status,
    IReadOnlyList<HeaderField> Response,
    IReadOnlyList<MaskedRange> Masked,
    DateTimeOffset Started,
    DateTimeOffset Ended)
{
    /// <exception cref="FormatException">The masked ranges overlap, are empty or out of order.</exception>
    public byte[] Write()
    {
        CheckMasked();
        return CanonicalJson.Write(new JsonObject
        {
            ["ended"] = CanonicalMoment.Write(Ended),
            ["masked"] = new JsonArray([.. Masked.Select(m => new JsonArray(m.Offset, m.Length))]),
            ["method"] = Method,
            ["request"] = Fields(Request),
            ["response"] = Fields(Response),
            ["started"] = CanonicalMoment.Write(Started),
            ["status"] = Status,
            ["url"] = TextRuns.Repair(Url),
        });
    }

    /// <exception cref="FormatException">The bytes are not those that <see cref="Write"/> writes.</exception>
    public static Exchange Read(ReadOnlySpan<byte> bytes)
    {
        var members = StrictJson.Read(bytes);
        var exchange = new Exchange(
            StrictJson.Text(members["method"]),
            StrictJson.Text(members["url"]),
            Fields(members["request"]),
            checked((int)Math.Min(StrictJson.Count(members["status"]), int.MaxValue)),
            Fields(members["response"]),
            [.. StrictJson.Array(members["masked"]).Select(Range)],
            Moment(members["started"]),
            Moment(members["ended"]));
        return exchange.Write().AsSpan().SequenceEqual(bytes)
            ? exchange
            : throw new MalformedException(Sentences.Of("storage.exchange-other-form"));
    }

    private void CheckMasked()
    {
        var end = 0L;
        foreach (var range in Masked)
        {
            if (range.Offset < end || range.Length < 1)
                throw new MalformedException(Sentences.Of("storage.exchange-masked"));
            end = range.Offset + range.Length;
        }
    }

    private static JsonArray Fields(IReadOnlyList<HeaderField> fields) =>
        new([.. fields.Select(f => new JsonArray(TextRuns.Repair(f.Name), TextRuns.Repair(f.Value)))]);

    private static List<HeaderField> Fields(JsonNode? fields) =>
        [.. StrictJson.Array(fields)
            .Select(f => new HeaderField(StrictJson.Text(Of(f, 0)), StrictJson.Text(Of(f, 1))))];

    private static MaskedRange Range(JsonNode? range) =>
        new(StrictJson.Count(Of(range, 0)), StrictJson.Count(Of(range, 1)));

    private static JsonNode? Of(JsonNode? pair, int i) => StrictJson.Array(pair) is { Count: 2 } both
        ? both[i]
        : throw new MalformedException(Sentences.Of("storage.exchange-pair"));

    private static DateTimeOffset Moment(JsonNode? moment) => DateTimeOffset.ParseExact(
        StrictJson.Text(moment), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

public sealed record HeaderField(string Name, string Value);

/// <param name="Offset">Bytes before it in the body.</param>
/// <param name="Length">At least 1.</param>
public sealed record MaskedRange(long Offset, long Length);
