using System.Buffers;
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

        var rented = ArrayPool<char>.Shared.Rent(escaped.Length); // no character has fewer bytes than code units
        try
        {
            var text = rented.AsSpan();
            var length = 0;
            for (; backslash >= 0; backslash = escaped.IndexOf((byte)'\\'))
            {
                length += Encoding.UTF8.GetChars(escaped[..backslash], text[length..]);
                escaped = escaped[(backslash + 1)..];
                text[length++] = Unescape(escaped, out var taken);
                escaped = escaped[taken..];
            }

            length += Encoding.UTF8.GetChars(escaped, text[length..]);
            whole = !ReplaceHalves(text[..length]);
            return new(text[..length]);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented, clearArray: true);
        }
    }

    /// <param name="after">What follows the backslash.</param>
    /// <param name="taken">How many bytes the escape has after its backslash.</param>
    private static char Unescape(ReadOnlySpan<byte> after, out int taken)
    {
        if (after[0] == 'u')
        {
            taken = 5;
            return (char)ushort.Parse(after[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        taken = 1;
        return (char)after[0] switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            var itself => itself, // quote, backslash, slash
        };
    }

    /// <returns>Whether there was one.</returns>
    private static bool ReplaceHalves(Span<char> text)
    {
        var found = false;
        for (var i = text.IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            text[i] = '\uFFFD';
            found = true;
        }

        return found;
    }
}
