using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Vault;

namespace Archive.Integrity;

/// <summary>What facts, of whatever capability, say is kept.</summary>
internal static class NamedInFacts
{
    private static readonly string Captured = Facts.NameOf(typeof(VersionCaptured));

    /// <summary>
    /// Every object named anywhere in a fact: a member `object` that is a digest, and the unit or the frame that stands
    /// beside it. Findings name what other facts name already.
    /// </summary>
    public static IEnumerable<(string Object, Guid? Unit)> Objects(Fact fact) =>
        fact.Type.StartsWith("integrity.", StringComparison.Ordinal) ? [] : Objects(fact.Data.ToJson());

    public static Guid? Source(Fact fact) => Id(fact.Data.ToJson(), "source");

    /// <returns>Null for another fact, and for one that was changed so that it cannot be read: the check of the log names it.</returns>
    public static VersionCaptured? CapturedBy(Fact fact)
    {
        if (fact.Type != Captured)
            return null;
        try
        {
            return (VersionCaptured)Facts.Read(fact);
        }
        catch (FaultException)
        {
            return null;
        }
    }

    private static IEnumerable<(string Object, Guid? Unit)> Objects(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => Objects(m.Value)).Concat(
            Text(members, "object") is { } name && Digest.TryParse(name, out _)
                ? [(name, Id(members, "unit") ?? Id(members, "frame"))]
                : []),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static Guid? Id(JsonObject members, string name) => Guid.TryParse(Text(members, name), out var id) ? id : null;

    private static string? Text(JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
