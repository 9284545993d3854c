using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;

namespace Archive.Evidence.Facts;

/// <summary>
/// What the verifier needs of a fact's statement, once it has the one form (docs/evidence-format.md, "Fact").
/// </summary>
/// <param name="Id">Its own.</param>
/// <param name="Stream">What it is about.</param>
/// <param name="Place">Its place in that stream, from 1.</param>
/// <param name="Version">`data.version`, if this fact commits to content.</param>
/// <param name="Record">`data.record`, if it has one.</param>
/// <param name="Content">`data.content`, if it has one.</param>
/// <param name="Unit">`data.unit`, if it commits to content and has one.</param>
/// <param name="Ordinal">`data.ordinal`, if it commits to content and has one: which version of the record.</param>
/// <param name="Destroys">What it destroyed, if it is the fact of a destruction.</param>
internal sealed partial record FactStatement(
    Guid Id, Guid Stream, long Place, string Type, string At, Guid? Version, Guid? Record, ContentCommitment? Content,
    Guid? Unit, long? Ordinal, DestroyedUnits? Destroys)
{
    /// <summary>Of which picture it made a copy, if it is the fact of that.</summary>
    public RedactedCopy? Copy { get; private init; }

    /// <summary>Which source showed what, if it is the fact of that.</summary>
    public Sighted? Sighted { get; private init; }

    /// <summary>Which answers came again, if it is the fact of that.</summary>
    public RepeatedAnswers? Repeated { get; private init; }

    /// <summary>
    /// `data.source` and the object of the first of `data.pieces`, if it commits to content and has both.
    /// </summary>
    public (Guid Source, Digest Object)? ReadFrom { get; private init; }

    /// <summary>`data.kind`, if it commits to content and has one.</summary>
    public string? Kind { get; private init; }

    /// <summary>`data.postedHour`, if it has one.</summary>
    public string? Hour { get; private init; }

    /// <summary>Which media are kept, by `data.media`; null if it has none of that.</summary>
    public IReadOnlySet<long>? Media { get; private init; }

    /// <summary>Whether it commits to what an account says of itself.</summary>
    public bool IsOfAccount => Kind == Account;

    internal const string Captured = "capture.version-captured/1";
    internal const string AuthorChanged = "capture.author-changed/1";

    /// <summary>The `data.kind` of an account.</summary>
    internal const string Account = "account";

    private const string PostedHour = "postedHour";
    private const string WholeHour = ":00:00.000000Z";
    private const string Measured = "capture.figures-measured/1";
    private const string Destruction = "retention.record-destroyed/1";

    private static readonly string[] Required = ["at", "data", "headers", "id", "stream", "tenant", "type", "version"];
    private static readonly string[] Optional = ["causation", "correlation"];

    /// <exception cref="FormatException">These are not the bytes of a statement of this tenant.</exception>
    public static FactStatement Parse(ReadOnlySpan<byte> statement, Tenant tenant)
    {
        if (CanonicalJson.Read(statement) is not JsonObject members)
            throw new MalformedException("StatementNoObject");
        if (Required.FirstOrDefault(r => !members.ContainsKey(r)) is { } missing)
            throw new MalformedException("StatementLacks", missing);
        if (members.FirstOrDefault(m => !Required.Contains(m.Key) && !Optional.Contains(m.Key)).Key is { } odd)
            throw new MalformedException("StatementOdd", odd);

        var at = Moment(members, "at");
        if (Text(members, "tenant") != tenant.ToString())
            throw new MalformedException("StatementOtherTenant", Text(members, "tenant"));
        if (!TypeForm().IsMatch(Text(members, "type")))
            throw new MalformedException("StatementType");
        if (members["version"] is not JsonValue version || !version.TryGetValue<long>(out var number) || number < 1)
            throw new MalformedException("StatementVersion");
        foreach (var id in Optional.Where(members.ContainsKey))
            IdOf(members, id);
        var (fact, stream) = (IdOf(members, "id"), IdOf(members, "stream"));
        if (members["headers"] is not JsonObject || members["data"] is not JsonObject data)
            throw new MalformedException("StatementObjects");

        if (data.ContainsKey(PostedHour) && !Moment(data, PostedHour).EndsWith(WholeHour, StringComparison.Ordinal))
            throw new MalformedException("StatementHour", PostedHour);
        var sighted = CaptureForms.Check(Text(members, "type"), stream, data);
        if (Text(members, "type") == Measured)
            FigureForm.Check(data["figures"]);
        var content = data["content"] is { } commitment ? Commitment(commitment) : null;
        return new(
            fact,
            stream,
            number,
            Text(members, "type"),
            at,
            content is null ? null : IdOf(data, "version"),
            data.ContainsKey("record") ? IdOf(data, "record") : null,
            content,
            content is not null && data.ContainsKey("unit") ? IdOf(data, "unit") : null,
            content is not null && data.ContainsKey("ordinal") ? OrdinalOf(data) : null,
            Text(members, "type") == Destruction ? Destroyed(data) : null)
        {
            Copy = Text(members, "type") == RedactedCopy.Type ? RedactedCopy.Read(data) : null,
            Sighted = sighted,
            Repeated = Text(members, "type") == RepeatedAnswers.Type ? RepeatedAnswers.Read(data, stream, at) : null,
            ReadFrom = content is null ? null : FirstPiece(data),
            Kind = content is not null && data.ContainsKey("kind") ? Text(data, "kind") : null,
            Hour = data.ContainsKey(PostedHour) ? Text(data, PostedHour) : null,
            Media = Text(members, "type") == Captured && data["media"] is JsonArray media
                ? media.Select(m => m!["index"]!.GetValue<long>()).ToHashSet()
                : null,
        };
    }

    /// <returns>Null where it does not say; no rule wants it to, but of what is seen again.</returns>
    private static (Guid Source, Digest Object)? FirstPiece(JsonObject data) =>
        data["source"] is JsonValue source && source.TryGetValue<string>(out var id) && StrictJson.IsId(id)
        && data["pieces"] is JsonArray { Count: > 0 } pieces && pieces[0] is JsonObject piece
        && piece["object"] is JsonValue named && named.TryGetValue<string>(out var name)
        && Digest.TryParse(name, out var digest)
            ? (Guid.ParseExact(id, "D"), digest)
            : null;

    private static DestroyedUnits Destroyed(JsonObject data)
    {
        IdOf(data, "record");
        return data["units"] is JsonArray units
            ? new(
                [.. units.Select(u => IdOf(new JsonObject { ["units"] = u?.DeepClone() }, "units"))],
                Word(data, "basis"))
            : throw new MalformedException("StatementUnits");
    }

    private static ContentCommitment Commitment(JsonNode value)
    {
        if (value is not JsonObject { Count: 3 } members || members["n"] is not JsonValue n
            || !n.TryGetValue<int>(out var count) || count < 1 || count % Padding.Multiple != 0)
        {
            throw new MalformedException("StatementContent");
        }

        return new(new MapperName(Text(members, "mapper")), count, Digest.Parse(Text(members, "root")));
    }

    private static long OrdinalOf(JsonObject data) =>
        data["ordinal"] is JsonValue value && value.TryGetValue<long>(out var ordinal) && ordinal > 0
            ? ordinal
            : throw new MalformedException("StatementOrdinal");

    /// <summary>A version 4 UUID in lower case, RFC 9562 section 4.</summary>
    internal static Guid IdOf(JsonObject members, string name) => StrictJson.IsId(Text(members, name))
        ? Guid.ParseExact(Text(members, name), "D")
        : throw new MalformedException("StatementId", name);

    internal static string Moment(JsonObject members, string name) =>
        CanonicalMoment.Read(Text(members, name)) is not null
            ? Text(members, name)
            : throw new MalformedException("StatementMoment", name);

    /// <summary>A word of a fixed list, such as `avg-erasure`. Which list is not the verifier's.</summary>
    internal static string Word(JsonObject members, string name) => WordForm().IsMatch(Text(members, name))
        ? Text(members, name)
        : throw new MalformedException("StatementWord", name);

    internal static string Text(JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new MalformedException("StatementText", name);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+/[1-9][0-9]*\z")]
    private static partial Regex TypeForm();

    [GeneratedRegex(@"\A[a-z]+(-[a-z]+)*\z")]
    private static partial Regex WordForm();
}

/// <param name="Units">Whose secrets were deleted.</param>
/// <param name="Basis">On what ground.</param>
internal sealed record DestroyedUnits(IReadOnlyList<Guid> Units, string Basis);
