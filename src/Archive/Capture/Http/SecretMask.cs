using System.Buffers;
using System.Text;

namespace Archive.Capture.Http;

/// <summary>A stretch of bytes within a body.</summary>
public readonly record struct ByteRange(int Offset, int Length);

/// <summary>A body in which secrets are overwritten.</summary>
/// <param name="Masked">
/// The ranges overwritten, in order, none empty, none overlapping; they go into the exchange.
/// </param>
public sealed record MaskedBody(byte[] Body, IReadOnlyList<ByteRange> Masked);

/// <summary>
/// Overwrites secrets with `*` of equal length before anything is hashed or kept, so that offsets stay what they were:
/// values of token parameters in URLs, wherever they stand (also within a body, percent-encoded or with JSON escapes
/// after them), string values of token members in JSON, headers that carry credentials, and tokens the caller knows. A
/// secret ends before the first byte that cannot be in one; a body that is JSON stays JSON.
/// </summary>
public static class SecretMask
{
    private const byte Star = (byte)'*';

    private static readonly SearchValues<byte> Delimiters = SearchValues.Create("&#\"'<>\\ \t\r\n,;)}]"u8);

    private static readonly string[] TokenNames =
        ["access_token", "refresh_token", "id_token", "client_secret", "app_secret", "appsecret_proof", "api_key"];

    private static readonly HashSet<string> SecretHeaders =
        ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token"];

    public static string Url(string url, params string[] known) =>
        Encoding.UTF8.GetString(Body(Encoding.UTF8.GetBytes(url), known).Body);

    public static IReadOnlyList<HttpField> Headers(IEnumerable<HttpField> headers, params string[] known) =>
        [.. headers.Select(h => h with
        {
            Value = SecretHeaders.Contains(h.Name.ToLowerInvariant()) ? new('*', h.Value.Length) : Url(h.Value, known),
        })];

    /// <returns>A body of the same length; the one given, if there was nothing to overwrite.</returns>
    public static MaskedBody Body(byte[] body, params string[] known)
    {
        var secret = new bool[body.Length];
        foreach (var name in TokenNames)
            MarkValues(body, Encoding.ASCII.GetBytes(name), secret);
        foreach (var token in known.Where(t => t.Length > 0))
            MarkAll(body, Encoding.UTF8.GetBytes(token), secret);

        var ranges = Ranges(secret);
        if (ranges.Count == 0)
            return new(body, []);
        var masked = (byte[])body.Clone();
        foreach (var (offset, length) in ranges)
            masked.AsSpan(offset, length).Fill(Star);
        return new(masked, ranges);
    }

    private static void MarkValues(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name, bool[] secret)
    {
        for (var at = 0; body[at..].IndexOf(name) is >= 0 and var found; )
        {
            at += found + name.Length;
            var rest = body[at..];
            var (start, length) = rest.StartsWith("="u8) ? (1, UntilDelimiter(rest[1..], encoded: false))
                : StartsWithIgnoringCase(rest, "%3d"u8) ? (3, UntilDelimiter(rest[3..], encoded: true))
                : JsonValue(rest);
            secret.AsSpan(at + start, length).Fill(true);
        }
    }

    /// <param name="encoded">The URL is itself part of a URL: its `&amp;` and `#` are percent-encoded.</param>
    private static int UntilDelimiter(ReadOnlySpan<byte> value, bool encoded)
    {
        var end = value.IndexOfAny(Delimiters);
        end = end < 0 ? value.Length : end;
        for (var i = 0; encoded && i + 2 < end; i++)
        {
            if (StartsWithIgnoringCase(value[i..], "%26"u8) || StartsWithIgnoringCase(value[i..], "%23"u8))
                return i;
        }

        return end;
    }

    /// <summary>The value of `"name" : "value"`, seen from after the name.</summary>
    private static (int Start, int Length) JsonValue(ReadOnlySpan<byte> rest)
    {
        var at = 0;
        foreach (var expected in "\":\""u8)
        {
            if (expected != '"' || at > 0)
                at += rest[at..].Length - rest[at..].TrimStart(" \t\r\n"u8).Length;
            if (at >= rest.Length || rest[at] != expected)
                return (0, 0);
            at++;
        }

        var end = at;
        while (end < rest.Length && rest[end] != '"')
            end += rest[end] == '\\' ? 2 : 1;
        return (at, Math.Min(end, rest.Length) - at);
    }

    private static void MarkAll(ReadOnlySpan<byte> body, ReadOnlySpan<byte> token, bool[] secret)
    {
        for (var at = 0; body[at..].IndexOf(token) is >= 0 and var found; at += token.Length)
        {
            at += found;
            secret.AsSpan(at, token.Length).Fill(true);
        }
    }

    private static List<ByteRange> Ranges(ReadOnlySpan<bool> secret)
    {
        var ranges = new List<ByteRange>();
        for (var at = 0; secret[at..].IndexOf(true) is >= 0 and var found; )
        {
            at += found;
            var length = secret[at..].IndexOf(false);
            length = length < 0 ? secret.Length - at : length;
            ranges.Add(new(at, length));
            at += length;
        }

        return ranges;
    }

    private static bool StartsWithIgnoringCase(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> ascii) =>
        bytes.Length >= ascii.Length && Ascii.EqualsIgnoreCase(bytes[..ascii.Length], ascii);
}
