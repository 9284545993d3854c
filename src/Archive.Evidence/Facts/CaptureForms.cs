using System.Text.Json.Nodes;

namespace Archive.Evidence.Facts;

/// <summary>
/// What facts of capture that prove something by themselves must have (docs/evidence-format.md, "Fact").
/// </summary>
internal static class CaptureForms
{
    private static readonly string[] Ways = ["api", "push", "import"];

    /// <returns>Which source showed what, and how, if the fact says that.</returns>
    /// <exception cref="FormatException">The fact has not the form of its type.</exception>
    public static Sighted? Check(string type, JsonObject data)
    {
        if (type == "capture.place-found/1")
            CheckPlace(data);
        if (type != "capture.record-sighted/1")
            return null;
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
