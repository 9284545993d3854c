using System.Text.Json.Nodes;

namespace Archive.Evidence.Verification;

/// <summary>One version of a record as the pages show it.</summary>
/// <param name="Number">Its number in the inventory, from 1.</param>
/// <param name="Leaf">Leaf number of the fact that captured this version.</param>
/// <param name="Members">Every word and particular shown, as path and value, in the order of the content.</param>
public sealed record ShownVersion(
    int Number, Guid Record, Guid Version, long Leaf, IReadOnlyList<(string Path, string Value)> Members);

/// <summary>
/// `data/records.json`: what the pages show of the records, so that a program can hold it against the evidence. The JCS
/// array of `{"leaf":n,"members":[[path,value],…],"number":n,"record":uuid,"version":uuid}`, by number and then by leaf,
/// each version once.
/// </summary>
public static class ShownRecords
{
    public const string Path = "data/records.json";

    public static byte[] Write(IEnumerable<ShownVersion> versions)
    {
        var array = new JsonArray();
        foreach (var version in versions.OrderBy(v => v.Number).ThenBy(v => v.Leaf))
            array.Add((JsonNode)ToJson(version));
        return CanonicalJson.Write(array);
    }

    /// <exception cref="FormatException">The bytes are not exactly what <see cref="Write"/> makes.</exception>
    public static IReadOnlyList<ShownVersion> Parse(ReadOnlySpan<byte> bytes)
    {
        if (CanonicalJson.Read(bytes) is not JsonArray array)
            throw new FormatException("It is not an array.");
        var versions = array.Select(FromJson).ToList();
        for (var i = 1; i < versions.Count; i++)
        {
            if ((versions[i - 1].Number, versions[i - 1].Leaf).CompareTo((versions[i].Number, versions[i].Leaf)) >= 0)
                throw new FormatException($"Number {versions[i].Number} is not in its place.");
        }

        if (versions.GroupBy(v => v.Version).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new FormatException($"Version {twice.Key} is in it twice.");
        return versions;
    }

    private static JsonObject ToJson(ShownVersion version) => new()
    {
        ["leaf"] = version.Leaf,
        ["members"] = new JsonArray([.. version.Members.Select(m => (JsonNode)new JsonArray(m.Path, m.Value))]),
        ["number"] = version.Number,
        ["record"] = version.Record.ToString(),
        ["version"] = version.Version.ToString(),
    };

    private static ShownVersion FromJson(JsonNode? value)
    {
        if (value is not JsonObject { Count: 5 } members
            || members["leaf"] is not JsonValue leafNumber || !leafNumber.TryGetValue<long>(out var leaf) || leaf < 0
            || members["number"] is not JsonValue inventoryNumber
            || !inventoryNumber.TryGetValue<int>(out var number) || number < 1
            || members["members"] is not JsonArray pairs)
        {
            throw new FormatException("An entry is not {leaf, members, number, record, version}.");
        }

        return new(
            number,
            FactStatement.Id(members, "record"),
            FactStatement.Id(members, "version"),
            leaf,
            pairs.Select(Pair).ToList());
    }

    private static (string Path, string Value) Pair(JsonNode? value) =>
        value is JsonArray { Count: 2 } pair
        && pair[0] is JsonValue first && first.TryGetValue<string>(out var path)
        && pair[1] is JsonValue second && second.TryGetValue<string>(out var text)
            ? (path, text)
            : throw new FormatException("A member is not [path, value].");
}
