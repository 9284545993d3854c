namespace Archive.Exports.Pdf.Objects;

/// <summary>The two written forms of a string (ISO 32000-1 section 7.3.4).</summary>
internal static class PdfStringForm
{
    public static byte[] Literal(PdfLexer lexer)
    {
        lexer.Next();
        List<byte> bytes = [];
        for (var open = 1; ;)
        {
            var c = lexer.Next();
            switch (c)
            {
                case -1: throw lexer.Broken("a string without end");
                case '\\': Escape(lexer, bytes); continue;
                case '(': open++; break;
                case ')' when --open == 0: return [.. bytes];
            }

            bytes.Add((byte)c);
        }
    }

    public static byte[] Hexadecimal(PdfLexer lexer)
    {
        lexer.Next();
        List<byte> bytes = [];
        int? high = null;
        while (!lexer.TryKeyword(">"))
        {
            var digit = Digit(lexer);
            if (high is { } h)
                bytes.Add((byte)((h << 4) | digit));
            high = high is null ? digit : null;
        }

        if (high is { } last)
            bytes.Add((byte)(last << 4)); // a missing last digit is 0
        return [.. bytes];
    }

    public static int HexPair(PdfLexer lexer) => (Digit(lexer) << 4) | Digit(lexer);

    private static int Digit(PdfLexer lexer) => lexer.Next() switch
    {
        >= '0' and <= '9' and var c => c - '0',
        >= 'a' and <= 'f' and var c => c - 'a' + 10,
        >= 'A' and <= 'F' and var c => c - 'A' + 10,
        _ => throw lexer.Broken("a hexadecimal digit expected"),
    };

    private static void Escape(PdfLexer lexer, List<byte> bytes)
    {
        var c = lexer.Next();
        switch (c)
        {
            case 'n': bytes.Add((byte)'\n'); break;
            case 'r': bytes.Add((byte)'\r'); break;
            case 't': bytes.Add((byte)'\t'); break;
            case 'b': bytes.Add((byte)'\b'); break;
            case 'f': bytes.Add((byte)'\f'); break;
            case '\n': break; // a line continued
            case '\r':
                if (lexer.Peek() == '\n')
                    lexer.Next();
                break;
            case >= '0' and <= '7':
                var octal = c - '0';
                for (var i = 0; i < 2 && lexer.Peek() is >= '0' and <= '7'; i++)
                    octal = (octal * 8) + lexer.Next() - '0';
                bytes.Add((byte)octal);
                break;
            case -1: throw lexer.Broken("a string without end");
            default: bytes.Add((byte)c); break;
        }
    }
}
