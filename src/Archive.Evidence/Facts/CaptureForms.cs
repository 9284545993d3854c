using System.Text.Json.Nodes;

namespace Archive.Evidence.Facts;

/// <summary>
/// What facts of capture that prove something by themselves must have (docs/evidence-format.md, "Fact").
/// </summary>
internal static class CaptureForms
{
    private static readonly string[] Keyed = ["withoutNames", "author"];
    private static readonly string[] Ways = ["api", "push", "import"];

    /// <returns>Which source showed what, and how, if the fact says that.</returns>
    /// <exception cref="FormatException">The fact has not the form of its type.</exception>
    public static Sighted? Check(string type, JsonObject data)
    {
        switch (type)
        {
            case "capture.version-captured/1":
                if (Keyed.Where(data.ContainsKey)
                    .FirstOrDefault(k => !Digest.TryParse(FactStatement.Text(data, k), out _)) is { } odd)
                    throw new MalformedException("KeyedContentForm", odd);
                break;
            case "capture.author-changed/1":
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
