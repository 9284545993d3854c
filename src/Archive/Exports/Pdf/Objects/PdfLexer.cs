using System.Globalization;
using System.Text;
using Archive.Evidence;

namespace Archive.Exports.Pdf.Objects;

/// <summary>Reads objects at a place in a file or in an object stream (ISO 32000-1 sections 7.2 and 7.3).</summary>
/// <param name="byteAt">The byte at an offset, -1 after the end.</param>
internal sealed class PdfLexer(Func<long, int> byteAt, long start)
{
    private const int MaxDepth = 100;

    public PdfLexer(byte[] bytes, long start = 0)
        : this(at => at < bytes.Length ? bytes[at] : -1, start)
    {
    }

    public long Position { get; private set; } = start;

    public int Peek(int ahead = 0) => byteAt(Position + ahead);

    public int Next() => byteAt(Position++);

    public void SkipSpace()
    {
        for (; ; Position++)
        {
            if (Peek() == '%')
            {
                while (Peek() is not ('\n' or '\r' or -1))
                    Position++;
            }

            if (!IsSpace(Peek()))
                return;
        }
    }

    public bool TryKeyword(string word)
    {
        SkipSpace();
        for (var i = 0; i < word.Length; i++)
        {
            if (Peek(i) != word[i])
                return false;
        }

        Position += word.Length;
        return true;
    }

    public void Keyword(string word)
    {
        if (!TryKeyword(word))
            throw Broken($"'{word}' expected");
    }

    public long Integer()
    {
        SkipSpace();
        var digits = Digits();
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Broken("number expected");
    }

    public PdfValue? Value(int depth = 0)
    {
        if (depth > MaxDepth)
            throw Broken($"objects nested deeper than {MaxDepth}");
        SkipSpace();
        switch (Peek())
        {
            case '/': return Name();
            case '(': return new PdfString(PdfStringForm.Literal(this));
            case '[': return Array(depth);
            case '<' when Peek(1) == '<': return Dictionary(depth);
            case '<': return new PdfString(PdfStringForm.Hexadecimal(this));
            default: return Word();
        }
    }

    /// <param name="what">For who builds: the sentence for people says where.</param>
    public FaultException Broken(string what) =>
        Sentences.Fault(new FormatException(what), "exports.pdf-unreadable", Position);

    private PdfName Name()
    {
        Position++;
        var name = new StringBuilder();
        while (IsRegular(Peek()))
        {
            var c = Next();
            name.Append(c == '#' ? (char)PdfStringForm.HexPair(this) : (char)c);
        }

        return new PdfName(name.ToString());
    }

    private PdfArray Array(int depth)
    {
        Position++;
        List<PdfValue?> items = [];
        while (!TryKeyword("]"))
            items.Add(Value(depth + 1));
        return new PdfArray(items);
    }

    private PdfDictionary Dictionary(int depth)
    {
        Position += 2;
        var members = new PdfDictionary();
        while (!TryKeyword(">>"))
        {
            if (Value(depth + 1) is not PdfName name)
                throw Broken("a name expected in a dictionary");
            members[name.Value] = Value(depth + 1);
        }

        return members;
    }

    private PdfValue? Word()
    {
        var word = new StringBuilder();
        while (IsRegular(Peek()))
            word.Append((char)Next());
        return word.ToString() switch
        {
            "" => throw Broken("an object expected"),
            "null" => null,
            "true" => new PdfBoolean(true),
            "false" => new PdfBoolean(false),
            var number => Reference(number) ?? (PdfValue)new PdfNumber(number),
        };
    }

    /// <summary>`12 0 R`, if that is what follows; otherwise nothing is consumed.</summary>
    private PdfReference? Reference(string word)
    {
        if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        var before = Position;
        SkipSpace();
        if (int.TryParse(Digits(), NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
        {
            SkipSpace();
            if (Peek() == 'R' && !IsRegular(Peek(1)))
            {
                Position++;
                return new PdfReference(number, generation);
            }
        }

        Position = before;
        return null;
    }

    private string Digits()
    {
        var digits = new StringBuilder();
        while (Peek() is >= '0' and <= '9')
            digits.Append((char)Next());
        return digits.ToString();
    }

    private static bool IsSpace(int c) => c is 0 or '\t' or '\n' or '\f' or '\r' or ' ';

    private static bool IsRegular(int c) =>
        c >= 0 && !IsSpace(c) && c is not ('(' or ')' or '<' or '>' or '[' or ']' or '{' or '}' or '/' or '%');
}
