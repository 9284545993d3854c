using System.Text.Json;
using System.Text.Unicode;

namespace Archive.Capture.Mapping;

/// <summary>Why an answer could not be cut into items.</summary>
public enum NotCut
{
    /// <summary>No bytes, or nothing but white space.</summary>
    Empty,

    /// <summary>Begins with U+FEFF, which RFC 8259 section 8.1 forbids a sender.</summary>
    ByteOrderMark,

    NotUtf8,

    /// <summary>Something else than JSON: a log-in page, or JSON with a fault in it.</summary>
    NotJson,

    /// <summary>JSON that stops too early.</summary>
    Truncated,

    /// <summary>Nested deeper than <see cref="JsonItems.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>The same name twice in one object: readers differ on which of the two counts.</summary>
    DuplicateName,

    /// <summary>A name that is no text (half of a surrogate pair).</summary>
    BadName,

    /// <summary>JSON, but not the array, the object or the named arrays that were asked for.</summary>
    OtherShape,
}

/// <summary>
/// One item of an answer: the bytes of its value, from its first byte to its last, white space not included.
/// </summary>
/// <param name="Array">Name of the array it is in; empty if the array, or the item, is the whole answer.</param>
/// <param name="Offset">In bytes from the start of the body.</param>
/// <param name="Length">In bytes, at least 1.</param>
public readonly record struct JsonItem(string Array, int Offset, int Length)
{
    public ReadOnlyMemory<byte> In(ReadOnlyMemory<byte> body) => body.Slice(Offset, Length);
}

/// <summary>
/// The items in the order of the body, or why there are none. An empty list is an answer: nothing there.
/// </summary>
public sealed record CutJson(IReadOnlyList<JsonItem> Items, NotCut? Why)
{
    public bool Understood => Why is null;
}

/// <summary>
/// Finds where in a JSON answer each item begins and ends, without changing or copying a byte, so that each can be kept
/// and destroyed by itself. The whole body is checked, the bytes between items included. Never throws, whatever the
/// bytes. `\u0000` and half surrogate pairs are allowed in values (RFC 8259 section 8.2), not in names.
/// </summary>
public static class JsonItems
{
    public const int MaxDepth = 64;

    /// <summary>The whole answer is one object.</summary>
    public static CutJson OfOne(ReadOnlySpan<byte> body) => Cut(body, JsonTokenType.StartObject, itemsAt: 0, []);

    /// <summary>The answer is an array; its elements are the items.</summary>
    public static CutJson OfArray(ReadOnlySpan<byte> body) => Cut(body, JsonTokenType.StartArray, itemsAt: 1, []);

    /// <summary>The answer is an object that has all of these arrays; their elements are the items.</summary>
    public static CutJson OfArrays(ReadOnlySpan<byte> body, params string[] arrays) =>
        Cut(body, JsonTokenType.StartObject, itemsAt: 2, arrays);

    private static CutJson Cut(ReadOnlySpan<byte> body, JsonTokenType root, int itemsAt, string[] arrays)
    {
        if (body.StartsWith("\uFEFF"u8))
            return Not(NotCut.ByteOrderMark);
        if (body.TrimStart(" \t\r\n"u8).IsEmpty)
            return Not(NotCut.Empty);
        if (!Utf8.IsValid(body))
            return Not(NotCut.NotUtf8);

        var scan = new Scan(root, itemsAt, arrays);
        // Not the final block: then a body that stops too early is told apart from one that is wrong.
        var reader = new Utf8JsonReader(body, isFinalBlock: false, new(new() { MaxDepth = MaxDepth + 2 }));
        try
        {
            while (!scan.Done)
            {
                if (!reader.Read())
                    return Not(NotCut.Truncated);
                if (scan.Take(ref reader) is { } why)
                    return Not(why);
            }
        }
        catch (JsonException)
        {
            return Not(NotCut.NotJson);
        }

        return body[(int)reader.BytesConsumed..].TrimStart(" \t\r\n"u8).IsEmpty ? scan.Result() : Not(NotCut.NotJson);
    }

    private static CutJson Not(NotCut why) => new([], why);

    /// <summary>Where the reader is in the answer, and what it has seen.</summary>
    private sealed class Scan(JsonTokenType root, int itemsAt, string[] arrays)
    {
        private readonly List<JsonItem> items = [];
        private readonly List<HashSet<string>> namesAt = [];
        private readonly HashSet<string> arraysSeen = [];
        private int depth;
        private string member = "";
        private bool inArray = itemsAt < 2;
        private int itemStart;

        public bool Done { get; private set; }

        public NotCut? Take(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    return Open(ref reader);
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    Close((int)reader.BytesConsumed);
                    return null;
                case JsonTokenType.PropertyName:
                    return Name(ref reader);
                default:
                    if (depth == 0)
                        return NotCut.OtherShape;
                    if (depth == itemsAt && inArray)
                        Add((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                    return null;
            }
        }

        public CutJson Result() => arraysSeen.Count == arrays.Length ? new(items, null) : Not(NotCut.OtherShape);

        private NotCut? Open(ref Utf8JsonReader reader)
        {
            if (depth == 0 && reader.TokenType != root)
                return NotCut.OtherShape;
            if (depth == MaxDepth)
                return NotCut.TooDeep;

            if (depth == itemsAt && inArray)
                itemStart = (int)reader.TokenStartIndex;
            if (depth == 1 && itemsAt == 2 && reader.TokenType == JsonTokenType.StartArray && arrays.Contains(member))
                inArray = arraysSeen.Add(member);
            if (namesAt.Count == depth)
                namesAt.Add([]);
            namesAt[depth++].Clear();
            return null;
        }

        private void Close(int end)
        {
            depth--;
            if (depth == itemsAt && inArray)
                Add(itemStart, end);
            if (depth == 1 && itemsAt == 2)
                inArray = false;
            Done = depth == 0;
        }

        private NotCut? Name(ref Utf8JsonReader reader)
        {
            var name = JsonText.Read(reader.ValueSpan, out var whole);
            if (!whole)
                return NotCut.BadName;
            if (depth == 1)
                member = name;
            return namesAt[depth - 1].Add(name) ? null : NotCut.DuplicateName;
        }

        private void Add(int start, int end) => items.Add(new(itemsAt == 2 ? member : "", start, end - start));
    }
}
