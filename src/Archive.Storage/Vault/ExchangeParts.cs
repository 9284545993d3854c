using System.Text.Json.Nodes;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Evidence;

namespace Archive.Storage.Vault;

public sealed record HeaderField(string Name, string Value)
{
    internal static JsonArray Write(IReadOnlyList<HeaderField> fields) =>
        new([.. fields.Select(f => new JsonArray(TextRuns.Repair(f.Name), TextRuns.Repair(f.Value)))]);

    internal static List<HeaderField> Read(JsonNode? fields) =>
        [.. StrictJson.Array(fields).Select(StrictJson.Pair)
            .Select(p => new HeaderField(StrictJson.Text(p[0]), StrictJson.Text(p[1])))];
}

/// <param name="Offset">Bytes before it in the body.</param>
/// <param name="Length">At least 1.</param>
public sealed record MaskedRange(long Offset, long Length)
{
    internal static JsonArray Write(IReadOnlyList<MaskedRange> ranges) =>
        new([.. ranges.Select(m => new JsonArray(m.Offset, m.Length))]);

    internal static IReadOnlyList<MaskedRange> Read(JsonNode? ranges) =>
        [.. StrictJson.Array(ranges).Select(StrictJson.Pair)
            .Select(p => new MaskedRange(StrictJson.Count(p[0]), StrictJson.Count(p[1])))];

    /// <exception cref="FormatException">They overlap, are empty or out of order.</exception>
    internal static void Check(IReadOnlyList<MaskedRange> ranges)
    {
        var end = 0L;
        foreach (var range in ranges)
        {
            if (range.Offset < end || range.Length < 1)
                throw new MalformedException(Sentences.Of("storage.exchange-masked"));
            end = range.Offset + range.Length;
        }
    }
}

/// <summary>What went out with a question, besides its headers.</summary>
/// <param name="Bytes">Secrets in it are overwritten; 1 to <see cref="Most"/> bytes.</param>
/// <param name="Masked">Ranges that were overwritten: ascending, apart, none empty.</param>
public sealed record SentBody(byte[] Bytes, IReadOnlyList<MaskedRange> Masked)
{
    /// <summary>A question is no upload.</summary>
    public const int Most = 1 << 20;

    internal static SentBody Of(JsonNode sent) => new(
        StrictText.FromBase64(StrictJson.Text(StrictJson.Object(sent)["body"])), MaskedRange.Read(sent["masked"]));

    internal JsonObject Write()
    {
        MaskedRange.Check(Masked);
        if (Bytes.Length is 0 or > Most)
            throw new MalformedException(Sentences.Of("storage.exchange-sent", Most));
        if (Masked.Any(m => m.Offset + m.Length > Bytes.Length
            || Bytes.AsSpan((int)m.Offset, (int)m.Length).ContainsAnyExcept((byte)'*')))
        {
            throw new MalformedException(Sentences.Of("storage.exchange-masked"));
        }

        return new() { ["body"] = Convert.ToBase64String(Bytes), ["masked"] = MaskedRange.Write(Masked) };
    }
}

/// <summary>What became of the signature over a push when it was received.</summary>
/// <param name="Header">Name of the one header that has it, as it was sent.</param>
/// <param name="Key">Which key it was held against: an id of ours, never the secret; null if there was none.</param>
/// <param name="Verified">Whether it was by that key.</param>
public sealed record PushSignature(string Header, Guid? Key, bool Verified)
{
    internal static PushSignature Of(JsonNode signature)
    {
        var members = StrictJson.Object(signature);
        return new(
            StrictJson.Text(members["header"]),
            members["key"] is { } key ? StrictJson.Id(key) : null,
            StrictJson.Boolean(members["verified"]));
    }

    internal JsonObject Write()
    {
        if (Verified && Key is null)
            throw new MalformedException(Sentences.Of("storage.exchange-signature"));
        var members = new JsonObject { ["header"] = TextRuns.Repair(Header), ["verified"] = Verified };
        if (Key is { } key)
            members["key"] = key.ToString();
        return members;
    }
}
