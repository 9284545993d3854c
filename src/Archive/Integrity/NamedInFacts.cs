using System.Text.Json;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Facts;

namespace Archive.Integrity;

/// <summary>What facts, of whatever capability, say is kept.</summary>
internal static class NamedInFacts
{
    private static readonly string OtherAuthor = Facts.NameOf(typeof(AuthorChanged));
    private static readonly string Repeated = Facts.NameOf(typeof(AnswersRepeated));
    private static readonly string Captured = Facts.NameOf(typeof(VersionCaptured));

    /// <summary>
    /// Every object named anywhere in a fact: a member `object` that is a digest, and the unit or the frame that stands
    /// beside it; and the source that the fact is of. Findings name what other facts name already, and what another
    /// program's facts name is not ours to keep.
    /// </summary>
    public static (IReadOnlyList<(string Object, Guid? Unit)> Objects, Guid? Source) In(Fact fact)
    {
        if (fact.Type.StartsWith("integrity.", StringComparison.Ordinal) || !Facts.IsKnown(fact.Type))
            return ([], null);
        using var data = JsonDocument.Parse(fact.Data.Bytes);
        var objects = new List<(string, Guid?)>();
        Add(objects, data.RootElement);
        return (objects, Id(data.RootElement, "source"));
    }

    /// <summary>Answers that the fact says came again, as an earlier fact says that they are kept.</summary>
    public static IReadOnlyList<string> RepeatedBy(Fact fact) =>
        fact.Type == Repeated && Facts.ReadOrNull(fact) is AnswersRepeated said
            ? [.. said.Answers().Select(name => name.ToString())]
            : [];

    /// <summary>
    /// Of each fact that a record has another author, a finding: what is shown of it is to be looked at.
    /// </summary>
    public static IEnumerable<Finding> OtherAuthors(IEnumerable<(long Leaf, Fact Fact)> facts) =>
        from fact in facts
        where fact.Fact.Type == OtherAuthor
        let changed = Facts.ReadOrNull(fact.Fact) as AuthorChanged
        where changed is not null
        select new Finding(
            FindingKind.OtherAuthor,
            Sentences.Of("integrity.other-author", changed.Record, fact.Fact.Id, fact.Leaf, changed.Source),
            Record: changed.Record, Fact: fact.Fact.Id, Leaf: fact.Leaf);

    /// <returns>
    /// Null for another fact, and for one that was changed so that it cannot be read: the check of the log names it.
    /// </returns>
    public static VersionCaptured? CapturedBy(Fact fact) =>
        fact.Type == Captured && Facts.ReadOrNull(fact) is VersionCaptured { NamesItsBytes: true } captured
            ? captured
            : null;

    /// <summary>
    /// What of these facts this build passes by: one finding for a type of facts, however many there are.
    /// </summary>
    public static IEnumerable<Finding> PassedBy(IEnumerable<(long Leaf, Fact Fact)> facts) =>
        from fact in facts.AsParallel().AsOrdered()
        where Facts.ReadOrNull(fact.Fact) is not { } read || read is VersionCaptured { NamesItsBytes: false }
        group fact by fact.Fact.Type into ofType
        let first = ofType.First()
        let known = Facts.IsKnown(ofType.Key)
        select new Finding(
            known ? FindingKind.FactNotUnderstood : FindingKind.ForeignFact,
            Sentences.Of(
                known ? "integrity.fact-not-understood" : "integrity.foreign-fact", ofType.Key, first.Fact.Id,
                first.Leaf),
            Fact: first.Fact.Id, Leaf: first.Leaf)
        {
            About = ofType.Key,
        };

    private static void Add(List<(string, Guid?)> objects, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Add(objects, item);
        }

        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in value.EnumerateObject())
            Add(objects, member.Value);
        if (Text(value, "object") is { } name && Digest.TryParse(name, out _))
            objects.Add((name, Id(value, "unit") ?? Id(value, "frame")));
    }

    private static Guid? Id(JsonElement members, string name) =>
        Guid.TryParse(Text(members, name), out var id) ? id : null;

    private static string? Text(JsonElement members, string name) =>
        members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
