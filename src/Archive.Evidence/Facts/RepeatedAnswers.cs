using System.Text.Json.Nodes;

namespace Archive.Evidence.Facts;

/// <summary>
/// What a fact says of answers that came again as they had been kept (docs/evidence-format.md, "Answers that came
/// again").
/// </summary>
/// <param name="Objects">Those answers, by the names of their objects.</param>
/// <param name="From">When the first of them was asked for.</param>
internal sealed record RepeatedAnswers(Guid Source, string From, IReadOnlySet<Digest> Objects)
{
    public const string Type = "capture.answers-repeated/1";

    /// <param name="at">When the fact was recorded.</param>
    /// <exception cref="FormatException">It has not the form of its type.</exception>
    public static RepeatedAnswers Read(JsonObject data, Guid stream, string at)
    {
        var source = FactStatement.IdOf(data, "source");
        if (FactStatement.IdOf(data, "visit") != stream)
            throw new MalformedException("RepeatedElsewhere");
        var from = FactStatement.Moment(data, "from");
        if (string.CompareOrdinal(from, at) > 0) // moments have one form, in which later ones sort later
            throw new MalformedException("RepeatedAhead");
        string[] names = [.. Names(data, "same"), .. Names(data, "notModified")];
        if (names.Length == 0 || names.Distinct().Count() != names.Length)
            throw new MalformedException("RepeatedNames");
        return new(source, from, names.Select(Digest.Parse).ToHashSet());
    }

    private static List<string> Names(JsonObject data, string member)
    {
        if (data[member] is not JsonArray array)
            throw new MalformedException("RepeatedNames");
        var names = array
            .Select(n => n is JsonValue value && value.TryGetValue<string>(out var name) ? name : "").ToList();
        return names.TrueForAll(name => Digest.TryParse(name, out _))
            && names.SequenceEqual(names.Order(StringComparer.Ordinal))
                ? names
                : throw new MalformedException("RepeatedNames");
    }
}
