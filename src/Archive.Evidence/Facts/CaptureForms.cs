using System.Text.Json.Nodes;

namespace Archive.Evidence.Facts;

/// <summary>
/// What facts of capture that prove something by themselves must have (docs/evidence-format.md, "Fact").
/// </summary>
internal static class CaptureForms
{
    private static readonly string[] Keyed = ["withoutNames", "author"];
    private static readonly string[] OfAccounts = ["record", "pieces", .. Keyed];
    private static readonly string[] Ways = ["api", "push", "import"];
    private static readonly string[] Kinds = ["post", "comment", "share", FactStatement.Account];

    /// <returns>Which source showed what, and how, if the fact says that.</returns>
    /// <exception cref="FormatException">The fact has not the form of its type.</exception>
    public static Sighted? Check(string type, Guid stream, JsonObject data)
    {
        switch (type)
        {
            case FactStatement.Captured:
                CheckCaptured(stream, data);
                break;
            case FactStatement.AuthorChanged or "capture.disappearance-found/1" or "capture.reappearance-found/1":
                FactStatement.IdOf(data, "record");
                break;
            case "capture.record-sighted/1":
                return Sighting(data);
            case "capture.place-found/1":
                CheckPlace(data);
                break;
        }

        return null;
    }

    private static void CheckCaptured(Guid stream, JsonObject data)
    {
        if (Keyed.Where(data.ContainsKey)
            .FirstOrDefault(k => !Digest.TryParse(FactStatement.Text(data, k), out _)) is { } odd)
            throw new MalformedException("KeyedContentForm", odd);
        if (data.ContainsKey("record") && FactStatement.IdOf(data, "record") != stream)
            throw new MalformedException("CapturedElsewhere");
        var kind = data.ContainsKey("kind") ? FactStatement.Word(data, "kind") : null;
        if (kind is not null && !Kinds.Contains(kind))
            throw new MalformedException("CapturedKind", kind);
        if (kind == FactStatement.Account && OfAccounts.FirstOrDefault(m => !data.ContainsKey(m)) is { } lacking)
            throw new MalformedException("AccountFactLacks", lacking);
        if (data.ContainsKey("pieces"))
            CheckPieces(data["pieces"], kind);
        if (data.ContainsKey("media"))
            CheckMedia(data["media"]);
    }

    private static void CheckPieces(JsonNode? value, string? kind)
    {
        if (value is not JsonArray { Count: > 0 } pieces
            || !pieces.All(p => p is JsonObject { Count: 2 } piece && HasObject(piece) && Number(piece, "piece") >= 1))
            throw new MalformedException("CapturedPieces");
        if (kind == FactStatement.Account && pieces.Count > 1)
            throw new MalformedException("AccountPieces", pieces.Count);
    }

    /// <summary>In the order of their places, each place once.</summary>
    private static void CheckMedia(JsonNode? value)
    {
        if (value is not JsonArray media)
            throw new MalformedException("CapturedMedia");
        var before = -1L;
        foreach (var each in media)
        {
            if (each is not JsonObject { Count: 3 } medium || !HasObject(medium) || Number(medium, "index") <= before)
                throw new MalformedException("CapturedMedia");
            FactStatement.IdOf(medium, "unit");
            before = Number(medium, "index");
        }
    }

    private static bool HasObject(JsonObject kept) => Digest.TryParse(FactStatement.Text(kept, "object"), out _);

    private static long Number(JsonObject holder, string name) =>
        holder[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : -1;

    private static Sighted Sighting(JsonObject data)
    {
        var sighted = new Sighted(
            FactStatement.IdOf(data, "record"), FactStatement.IdOf(data, "source"), FactStatement.Word(data, "way"));
        return Ways.Contains(sighted.Way) ? sighted : throw new MalformedException("SightedWay");
    }

    private static void CheckPlace(JsonObject data)
    {
        var record = FactStatement.IdOf(data, "record");
        var told = new[] { "answers", "thread" }.Where(data.ContainsKey)
            .Select(name => FactStatement.IdOf(data, name)).ToList();
        if (told.Count == 0 || told.Contains(record))
            throw new MalformedException("PlaceOfNothing");
    }
}

/// <summary>No two facts say the same.</summary>
internal sealed record Sighted(Guid Record, Guid Source, string Way);
