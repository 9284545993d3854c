using System.Text.Json.Nodes;
using Archive.Evidence.Content;

namespace Archive.Evidence.Facts;

/// <summary>
/// What the fact of a redacted picture says (docs/evidence-format.md, "Redacted picture"): of which medium of which
/// document a copy was made, how large it is, where it is black, and what commits to it.
/// </summary>
internal sealed record RedactedCopy(
    int Number, Guid Record, Guid Version, int Medium, int Width, int Height, IReadOnlyList<PictureRegion> Regions,
    Digest Commitment)
{
    public const string Type = "requests.picture-redacted/1";
    public const int MostRegions = 100;

    /// <exception cref="MalformedException">These are not the members of such a fact.</exception>
    public static RedactedCopy Read(JsonObject data)
    {
        var (width, height) = (Integer(data, "width", 1), Integer(data, "height", 1));
        var regions = data["regions"] is JsonArray { Count: >= 1 and <= MostRegions } all
            ? all.Select(Region).ToList()
            : throw new MalformedException("StatementRegions");
        if (!regions.TrueForAll(r => r.IsWithin(width, height)))
            throw new MalformedException("StatementRegions");
        FactStatement.IdOf(data, "copy");
        FactStatement.IdOf(data, "request");
        return new(
            Integer(data, "number", 1), FactStatement.IdOf(data, "record"), FactStatement.IdOf(data, "version"),
            Integer(data, "medium", 0), width, height, regions,
            Digest.Parse(FactStatement.Text(data, "commitment")));
    }

    private static PictureRegion Region(JsonNode? value) => value is JsonObject { Count: 4 } region
        ? new(
            Integer(region, "x", 0), Integer(region, "y", 0), Integer(region, "width", 1),
            Integer(region, "height", 1))
        : throw new MalformedException("StatementRegions");

    private static int Integer(JsonObject members, string name, int least) =>
        members[name] is JsonValue value && value.TryGetValue<int>(out var number) && number >= least
            ? number
            : throw new MalformedException("StatementInteger", name, least);
}
