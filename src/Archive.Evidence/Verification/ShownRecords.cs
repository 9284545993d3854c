using System.Text.Json.Nodes;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;

namespace Archive.Evidence.Verification;

/// <summary>
/// One version of a record that the set accounts for: shown on the pages, or destroyed lawfully since it was decided
/// on.
/// </summary>
/// <param name="Number">Its number in the inventory, from 1.</param>
/// <param name="Leaf">Leaf number of the fact that captured this version.</param>
/// <param name="Members">
/// Every word and particular shown, as path and value, in the order of the content; none if destroyed.
/// </param>
/// <param name="Destroyed">Null for a version that is shown.</param>
public sealed record ShownVersion(
    int Number,
    Guid Record,
    Guid Version,
    long Leaf,
    IReadOnlyList<(string Path, string Value)> Members,
    DestroyedBy? Destroyed = null)
{
    /// <summary>Pictures of it that are shown as a copy in which regions are black, by medium.</summary>
    public IReadOnlyList<ShownCopy> Redacted { get; init; } = [];

    /// <summary>
    /// Leaf number of the last fact that the answer in which it was read came again; null if it never did.
    /// </summary>
    public long? SeenAgain { get; init; }
}

/// <summary>A picture that is shown as a copy in which regions are black.</summary>
/// <param name="Medium">Which medium of the version, from 0.</param>
/// <param name="Leaf">Leaf number of the fact that the copy was made.</param>
/// <param name="Salt">32 bytes, with which that fact commits to the copy.</param>
public sealed record ShownCopy(int Medium, long Leaf, byte[] Salt);

/// <summary>What a set says of a destruction; the fact it names says the same.</summary>
/// <param name="Leaf">Leaf number of the fact of the destruction.</param>
/// <param name="At">When that was recorded: `2026-11-20T23:07:01.123456Z`.</param>
/// <param name="Basis">On what ground, as a word of the fact.</param>
public sealed record DestroyedBy(long Leaf, string At, string Basis);

/// <summary>
/// `data/records.json`: what the set accounts for, so that a program can hold it against the evidence. A JCS array, by
/// number, each number and each version once, of
/// `{"leaf":n,"members":[[path,value],…],"number":n,"record":uuid,"version":uuid}` for a version that is shown; for one
/// that was destroyed, `"destroyed":{"at":moment,"basis":word,"leaf":n}` stands where `members` did. One that shows
/// pictures with black regions has besides `"redacted":[{"leaf":n,"medium":i,"salt":hex},…]`, by medium; one that was
/// seen again as it was, `"seen":n`.
/// </summary>
public static class ShownRecords
{
    private const string Seen = "seen";

    /// <summary>What an entry of a version that is shown may have besides.</summary>
    private static readonly string[] Besides = ["redacted", Seen];

    public static byte[] Write(IEnumerable<ShownVersion> versions)
    {
        var writer = new CanonicalWriter(capacity: 4096);
        writer.BeginArray();
        foreach (var version in versions.OrderBy(v => v.Number))
        {
            WriteOne(writer, version);
            writer.EndItem();
        }

        writer.EndArray();
        return writer.ToArray();
    }

    /// <exception cref="FormatException">The bytes are not exactly what <see cref="Write"/> makes.</exception>
    public static IReadOnlyList<ShownVersion> Parse(ReadOnlySpan<byte> bytes)
    {
        if (CanonicalJson.Read(bytes) is not JsonArray array)
            throw new MalformedException("NotAnArray");
        var versions = array.Select(FromJson).ToList();
        for (var i = 1; i < versions.Count; i++)
        {
            if (versions[i - 1].Number >= versions[i].Number)
                throw new MalformedException("NumberOutOfPlace", versions[i].Number);
        }

        if (versions.GroupBy(v => v.Version).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new MalformedException("VersionTwice", twice.Key);
        return versions;
    }

    private static void WriteOne(CanonicalWriter writer, ShownVersion version)
    {
        var begun = writer.BeginObject();
        if (version.Destroyed is { } gone)
        {
            var told = new JsonObject { ["at"] = gone.At, ["basis"] = gone.Basis, ["leaf"] = gone.Leaf };
            Put("destroyed", () => writer.Raw(CanonicalJson.Write(told)));
        }
        else
        {
            Put("members", () => writer.Raw(MemberList.Write(
                [.. version.Members.Select(m => new Member(m.Path, m.Value))])));
        }

        Put("leaf", () => writer.Integer(version.Leaf));
        Put("number", () => writer.Integer(version.Number));
        Put("record", () => writer.Id(version.Record));
        Put("version", () => writer.Id(version.Version));
        if (version.Redacted.Count > 0)
        {
            var copies = new JsonArray([.. version.Redacted.OrderBy(c => c.Medium).Select(ToJson)]);
            Put("redacted", () => writer.Raw(CanonicalJson.Write(copies)));
        }

        if (version.SeenAgain is { } seen)
            Put(Seen, () => writer.Integer(seen));
        writer.EndObject(begun);

        void Put(string name, Action write)
        {
            writer.BeginMember(name);
            write();
            writer.EndMember();
        }
    }

    private static JsonNode ToJson(ShownCopy copy) => new JsonObject
    {
        ["leaf"] = copy.Leaf,
        ["medium"] = copy.Medium,
        ["salt"] = Convert.ToHexStringLower(copy.Salt),
    };

    private static ShownVersion FromJson(JsonNode? value)
    {
        if (value is not JsonObject entry
            || entry.Count != 5 + (entry.ContainsKey("members") ? Besides.Count(entry.ContainsKey) : 0)
            || entry["number"] is not JsonValue inventoryNumber
            || !inventoryNumber.TryGetValue<int>(out var number) || number < 1
            || (entry["members"] is JsonArray) == (entry["destroyed"] is JsonObject))
        {
            throw new MalformedException("RecordEntryForm");
        }

        IReadOnlyList<(string Path, string Value)> members =
            entry["members"] is JsonArray pairs ? [.. pairs.Select(Pair)] : [];
        if (members.GroupBy(m => m.Path).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new MalformedException("RecordMemberTwice", number, twice.Key);
        return new(
            number,
            FactStatement.IdOf(entry, "record"),
            FactStatement.IdOf(entry, "version"),
            Leaf(entry),
            members,
            entry["destroyed"] is JsonObject gone ? Destroyed(gone) : null)
        {
            Redacted = entry.ContainsKey("redacted") ? Copies(entry["redacted"]) : [],
            SeenAgain = entry.ContainsKey(Seen) ? Leaf(entry, Seen) : null,
        };
    }

    private static List<ShownCopy> Copies(JsonNode? value)
    {
        if (value is not JsonArray { Count: > 0 } array)
            throw new MalformedException("RecordCopyForm");
        var copies = array.Select(Copy).ToList();
        return copies.Zip(copies.Skip(1)).All(pair => pair.First.Medium < pair.Second.Medium)
            ? copies
            : throw new MalformedException("RecordCopyForm");
    }

    private static ShownCopy Copy(JsonNode? value) =>
        value is JsonObject { Count: 3 } copy
        && copy["medium"] is JsonValue at && at.TryGetValue<int>(out var medium) && medium >= 0
        && copy["salt"] is JsonValue hex && hex.TryGetValue<string>(out var text)
        && Digest.TryParse(text, out var salt)
            ? new(medium, Leaf(copy), salt.ToBytes())
            : throw new MalformedException("RecordCopyForm");

    private static DestroyedBy Destroyed(JsonObject gone) => gone.Count == 3
        ? new(Leaf(gone), FactStatement.Moment(gone, "at"), FactStatement.Word(gone, "basis"))
        : throw new MalformedException("RecordDestroyedForm");

    private static long Leaf(JsonObject members, string name = "leaf") =>
        members[name] is JsonValue number && number.TryGetValue<long>(out var leaf) && leaf >= 0
            ? leaf
            : throw new MalformedException("RecordLeaf");

    private static (string Path, string Value) Pair(JsonNode? value) =>
        value is JsonArray { Count: 2 } pair
        && pair[0] is JsonValue first && first.TryGetValue<string>(out var path)
        && pair[1] is JsonValue second && second.TryGetValue<string>(out var text)
            ? (path, text)
            : throw new MalformedException("RecordMemberForm");
}
