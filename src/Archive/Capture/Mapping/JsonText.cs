using System.Globalization;
using System.Text;

namespace Archive.Capture.Mapping;

/// <summary>
/// What a JSON string says, taken from its raw bytes, because the runtime's reader throws on half a surrogate pair and
/// platforms do send those. RFC 8259 sections 7 and 8.2.
/// </summary>
internal static class JsonText
{
    /// <param name="escaped">
    /// The bytes between the quotes: valid UTF-8 with valid escapes, as a reader has passed them.
    /// </param>
    /// <param name="whole">False if half of a surrogate pair was replaced with U+FFFD.</param>
    public static string Read(ReadOnlySpan<byte> escaped, out bool whole)
    {
        whole = true;
        var backslash = escaped.IndexOf((byte)'\\');
        if (backslash < 0)
            return Encoding.UTF8.GetString(escaped);

        var text = new StringBuilder(escaped.Length);
        while (backslash >= 0)
        {
            text.Append(Encoding.UTF8.GetString(escaped[..backslash]));
            escaped = escaped[(backslash + 1)..];
            escaped = escaped[Unescape(escaped, text)..];
            backslash = escaped.IndexOf((byte)'\\');
        }

        text.Append(Encoding.UTF8.GetString(escaped));
        return WithoutHalves(text, ref whole);
    }

    /// <returns>How many bytes the escape has after its backslash.</returns>
    private static int Unescape(ReadOnlySpan<byte> after, StringBuilder text)
    {
        if (after[0] == 'u')
        {
            text.Append((char)ushort.Parse(after[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            return 5;
        }

        text.Append((char)after[0] switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            var itself => itself, // quote, backslash, slash
        });
        return 1;
    }

    private static string WithoutHalves(StringBuilder text, ref bool whole)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            text[i] = '\uFFFD';
            whole = false;
        }

        return text.ToString();
    }
}
