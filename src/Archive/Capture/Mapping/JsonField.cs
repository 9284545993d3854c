using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Archive.Capture.Mapping;

/// <summary>What was read, or where and why it could not be.</summary>
/// <param name="Trouble">Null if and only if there is a value.</param>
public sealed record Reading<T>(T? Value, NotUnderstood? Trouble)
    where T : class;

/// <summary>Why an item is not understood; fit for a log.</summary>
/// <param name="Path">Of the field: `$.media_attachments[0].type`; never its value.</param>
/// <param name="Reason">`is missing`, `is no text`.</param>
public sealed record NotUnderstood(string Path, string Reason);

/// <summary>
/// A field of an item and how to get there. A field that is absent, null or empty text says nothing. A field of another
/// kind than expected is not guessed at: it makes the whole item not understood.
/// </summary>
internal readonly partial struct JsonField(JsonElement value, string path)
{
    /// <summary>Reads one object; whatever is wrong with it or its fields is the reading's trouble.</summary>
    public static Reading<T> Read<T>(ReadOnlyMemory<byte> item, Func<JsonField, T> map)
        where T : class
    {
        if (JsonItems.OfOne(item.Span).Why is { } why)
            return new(null, new("$", $"is no item ({why})"));
        using var document = JsonDocument.Parse(item, new() { MaxDepth = JsonItems.MaxDepth });
        try
        {
            return new(map(new(document.RootElement, "$")), null);
        }
        catch (NotUnderstoodException e)
        {
            return new(null, e.Trouble);
        }
    }

    public bool Has(string name) => value.TryGetProperty(name, out _);

    public string Text(string name) => TextOrNull(name) ?? throw new NotUnderstoodException(At(name), "is missing");

    public string? TextOrNull(string name) => TextOrEmpty(name) is { Length: > 0 } text ? text : null;

    /// <summary>Null only if the field is absent or null.</summary>
    public string? TextOrEmpty(string name)
    {
        if (Get(name) is not { } field)
            return null;
        return field.ValueKind == JsonValueKind.String
            ? JsonText.Read(JsonMarshal.GetRawUtf8Value(field)[1..^1], out _)
            : throw new NotUnderstoodException(At(name), "is no text");
    }

    public JsonField Object(string name) =>
        ObjectOrNull(name) ?? throw new NotUnderstoodException(At(name), "is missing");

    public JsonField? ObjectOrNull(string name)
    {
        if (Get(name) is not { } field)
            return null;
        return field.ValueKind == JsonValueKind.Object
            ? new(field, At(name))
            : throw new NotUnderstoodException(At(name), "is no object");
    }

    /// <summary>The objects of an array; none if it is absent or null.</summary>
    public IReadOnlyList<JsonField> Objects(string name)
    {
        if (Get(name) is not { } field)
            return [];
        if (field.ValueKind != JsonValueKind.Array)
            throw new NotUnderstoodException(At(name), "is no array");
        var objects = new List<JsonField>();
        foreach (var element in field.EnumerateArray())
        {
            var at = $"{At(name)}[{objects.Count}]";
            objects.Add(element.ValueKind == JsonValueKind.Object
                ? new(element, at)
                : throw new NotUnderstoodException(at, "is no object"));
        }

        return objects;
    }

    public DateTimeOffset Moment(string name) =>
        MomentOrNull(name) ?? throw new NotUnderstoodException(At(name), "is missing");

    /// <summary>RFC 3339 section 5.6 with any fraction; what is finer than 100 ns is cut off.</summary>
    public DateTimeOffset? MomentOrNull(string name)
    {
        if (TextOrNull(name) is not { } text)
            return null;
        var form = Rfc3339().Match(text);
        var fraction = form.Groups["fraction"].Value;
        var trimmed = form.Groups["day"].Value + (fraction.Length > 8 ? fraction[..8] : fraction)
            + form.Groups["zone"].Value;
        return form.Success && DateTimeOffset.TryParse(
            trimmed, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : throw new NotUnderstoodException(At(name), "is no moment");
    }

    public bool IsTrue(string name) => Get(name)?.ValueKind switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw new NotUnderstoodException(At(name), "is neither true nor false"),
    };

    public long? CountOrNull(string name)
    {
        if (Get(name) is not { } field)
            return null;
        return field.ValueKind == JsonValueKind.Number && field.TryGetInt64(out var count) && count >= 0
            ? count
            : throw new NotUnderstoodException(At(name), "is no count");
    }

    public NotUnderstoodException Wrong(string name, string reason) => new(At(name), reason);

    private JsonElement? Get(string name) =>
        value.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    private string At(string name) => $"{path}.{name}";

    [GeneratedRegex(
        @"\A(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})"
        + @"(?<fraction>\.[0-9]+)?(?<zone>Z|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}

internal sealed class NotUnderstoodException(string path, string reason) : Exception($"{path} {reason}")
{
    public NotUnderstood Trouble { get; } = new(path, reason);
}
