using System.Globalization;
using System.Text;

namespace Archive.Evidence.Verification;

/// <summary>
/// A signature dictionary as it stands in a PDF (ISO 32000-2, 7.3): direct members only, none twice. A hexadecimal
/// string keeps its place, because the signature covers everything but that place.
/// </summary>
internal sealed class SignatureDictionary
{
    private const int MaxDepth = 16;

    private readonly byte[] bytes;
    private readonly Dictionary<string, object> members = new(StringComparer.Ordinal);
    private int at;

    private SignatureDictionary(byte[] bytes, int at)
    {
        this.bytes = bytes;
        this.at = at;
    }

    /// <summary>A `&lt;…&gt;` string: where its angle brackets begin and end in what was read.</summary>
    public readonly record struct Hex(int Start, int End);

    /// <param name="at">Where `&lt;&lt;` begins.</param>
    /// <exception cref="FormatException">This is no dictionary.</exception>
    public static SignatureDictionary Read(byte[] bytes, int at)
    {
        var dictionary = new SignatureDictionary(bytes, at);
        dictionary.ReadMembers(dictionary.members, depth: 0);
        return dictionary;
    }

    public string? Name(string key) => members.GetValueOrDefault(key) is string name ? name : null;

    public Hex? HexString(string key) => members.GetValueOrDefault(key) is Hex hex ? hex : null;

    /// <summary>An array of whole numbers; null if it is anything else.</summary>
    public IReadOnlyList<long>? Numbers(string key) =>
        members.GetValueOrDefault(key) is List<object> items && items.All(i => i is long)
            ? items.Cast<long>().ToList()
            : null;

    private void ReadMembers(Dictionary<string, object> into, int depth)
    {
        at += 2; // <<
        for (SkipSpace(); !Looking(">>"); SkipSpace())
        {
            if (Peek() != '/' || !into.TryAdd(ReadName(), ReadValue(depth + 1)))
                throw new MalformedException("PdfDictionaryMember");
        }

        at += 2;
    }

    private object ReadValue(int depth)
    {
        if (depth > MaxDepth)
            throw new MalformedException("PdfDictionaryDeep");
        SkipSpace();
        switch (Peek())
        {
            case '/':
                return ReadName();
            case '[':
                return ReadArray(depth);
            case '(':
                return ReadText();
            case '<' when Looking("<<"):
                var inner = new Dictionary<string, object>(StringComparer.Ordinal);
                ReadMembers(inner, depth);
                return inner;
            case '<':
                var start = at;
                while (Peek() != '>')
                    at++;
                return new Hex(start, ++at);
            default:
                return ReadWord();
        }
    }

    private List<object> ReadArray(int depth)
    {
        at++;
        var items = new List<object>();
        for (SkipSpace(); Peek() != ']'; SkipSpace())
            items.Add(ReadValue(depth + 1));
        at++;
        return items;
    }

    private string ReadName()
    {
        var start = ++at;
        while (!IsSpace(Peek()) && !IsDelimiter(Peek()))
            at++;
        return Encoding.Latin1.GetString(bytes, start, at - start);
    }

    // A number, true, false, null or the parts of a reference (`12 0 R`), each by itself.
    private object ReadWord()
    {
        var start = at;
        while (!IsSpace(Peek()) && !IsDelimiter(Peek()))
            at++;
        if (at == start)
            throw new MalformedException("PdfDictionaryValue");
        var word = Encoding.Latin1.GetString(bytes, start, at - start);
        if (!long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new StringBuilder(word);

        SkipReference();
        return number;
    }

    // After a number: `0 R` makes it a reference. Signature members we read are direct, so its target does not matter.
    private void SkipReference()
    {
        var before = at;
        SkipSpace();
        var digits = at;
        while (char.IsAsciiDigit((char)Peek()))
            at++;
        if (at > digits)
        {
            SkipSpace();
            if (Peek() == 'R' && (IsSpace(Peek(1)) || IsDelimiter(Peek(1))))
            {
                at++;
                return;
            }
        }

        at = before;
    }

    private StringBuilder ReadText()
    {
        var open = 0;
        do
        {
            switch (Peek())
            {
                case '\\': at++; break;
                case '(': open++; break;
                case ')': open--; break;
            }

            at++;
        }
        while (open > 0);
        return new StringBuilder();
    }

    private void SkipSpace()
    {
        while (IsSpace(Peek()))
            at++;
    }

    private bool Looking(string forText) => Peek() == forText[0] && Peek(1) == forText[1];

    private int Peek(int ahead = 0) => at + ahead < bytes.Length
        ? bytes[at + ahead]
        : throw new MalformedException("PdfDictionaryEnd");

    private static bool IsSpace(int c) => c is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsDelimiter(int c) => c is '(' or ')' or '<' or '>' or '[' or ']' or '{' or '}' or '/' or '%';
}
