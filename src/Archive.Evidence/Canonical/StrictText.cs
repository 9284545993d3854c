using System.Globalization;
using System.Text;

namespace Archive.Evidence.Canonical;

/// <summary>One written form each for text, base64 and numbers; every other way to write them is refused.</summary>
internal static class StrictText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string FromUtf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedException("NotUtf8");
        }
    }

    public static byte[] ToUtf8(string text)
    {
        try
        {
            return Utf8.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw new MalformedException("TextHalfSurrogate");
        }
    }

    /// <summary>RFC 4648 section 4, with padding, no white space, and unused bits zero.</summary>
    public static byte[] FromBase64(string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length)
            || Convert.ToBase64String(bytes, 0, length) != text)
        {
            throw new MalformedException("NotBase64", text);
        }

        return bytes[..length];
    }

    /// <summary>A hash in base64.</summary>
    public static byte[] HashFromBase64(string text)
    {
        var hash = FromBase64(text);
        return hash.Length == Digest.Length
            ? hash
            : throw new MalformedException("HashLength", Digest.Length, hash.Length);
    }

    /// <summary>Decimal digits without sign or leading zero.</summary>
    public static ulong FromDecimal(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Decimal(number) == text
            ? number
            : throw new MalformedException("NotDecimal", text);

    public static string Decimal(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
