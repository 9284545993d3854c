using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Archive.Capture.Http;

/// <summary>A stretch of bytes within a body.</summary>
public readonly record struct ByteRange(int Offset, int Length);

/// <summary>A body in which secrets are overwritten.</summary>
/// <param name="Masked">
/// The ranges overwritten, in order, none empty, none overlapping; they go into the exchange.
/// </param>
public sealed record MaskedBody(byte[] Body, IReadOnlyList<ByteRange> Masked);

/// <summary>
/// Overwrites secrets with `*` of equal length before anything is mapped, hashed or kept: offsets stay what they were,
/// and what is read again later reads the same. In addresses and headers a token is known by its name. A body is what
/// people wrote: there only the secrets that went out with our own question are overwritten, and token parameters in
/// addresses of other pages (`next` and the like, of the answer's root or of its `paging` or `links`). A secret ends
/// before the first byte that cannot be in one; a body that is JSON stays JSON.
/// </summary>
public static class SecretMask
{
    private const byte Star = (byte)'*';

    private static readonly SearchValues<byte> Delimiters = SearchValues.Create("&#\"'<>\\ \t\r\n,;)}]"u8);

    internal static readonly string[] TokenNames =
        ["access_token", "refresh_token", "id_token", "client_secret", "app_secret", "appsecret_proof", "api_key"];

    internal static readonly HashSet<string> SecretHeaders =
        ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token"];

    private static readonly HashSet<string> PageLists = ["paging", "links", "_links"];

    private static readonly HashSet<string> Pages = ["next", "previous", "prev", "first", "last", "self"];

    /// <param name="held">Secrets of our own, from <see cref="HeldSecrets.Of"/>.</param>
    public static string Url(string url, params IReadOnlyList<string> held)
    {
        var bytes = Encoding.UTF8.GetBytes(url);
        var secret = new bool[bytes.Length];
        MarkTokens(bytes, secret);
        MarkHeld(bytes, held, secret);
        return Encoding.UTF8.GetString(Overwrite(bytes, secret).Body);
    }

    /// <inheritdoc cref="Url"/>
    public static IReadOnlyList<HttpField> Headers(IEnumerable<HttpField> headers, params IReadOnlyList<string> held) =>
        [.. headers.Select(h => h with
        {
            Value = SecretHeaders.Contains(h.Name.ToLowerInvariant()) ? new('*', h.Value.Length) : Url(h.Value, held),
        })];

    /// <inheritdoc cref="Url"/>
    /// <returns>A body of the same length; the one given, if there was nothing to overwrite.</returns>
    public static MaskedBody Body(byte[] body, params IReadOnlyList<string> held)
    {
        var secret = new bool[body.Length];
        MarkPages(body, secret);
        MarkHeld(body, held, secret);
        return Overwrite(body, secret);
    }

    /// <summary>What goes out with a question: here a token is known by its name, as in addresses.</summary>
    /// <inheritdoc cref="Url"/>
    /// <returns>As <see cref="Body"/>.</returns>
    public static MaskedBody Sent(byte[] body, params IReadOnlyList<string> held)
    {
        var secret = new bool[body.Length];
        MarkTokens(body, secret);
        MarkHeld(body, held, secret);
        return Overwrite(body, secret);
    }

    /// <summary>Values of token parameters, percent-encoded ones and those before a JSON escape included.</summary>
    private static void MarkTokens(ReadOnlySpan<byte> address, Span<bool> secret)
    {
        foreach (var name in TokenNames)
        {
            for (var at = 0; address[at..].IndexOf(Encoding.ASCII.GetBytes(name)) is >= 0 and var found; )
            {
                at += found + name.Length;
                var rest = address[at..];
                var (start, length) = rest.StartsWith("="u8) ? (1, UntilDelimiter(rest[1..], encoded: false))
                    : StartsWithIgnoringCase(rest, "%3d"u8) ? (3, UntilDelimiter(rest[3..], encoded: true))
                    : (0, 0);
                secret.Slice(at + start, length).Fill(true);
            }
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

    /// <summary>Nobody writes these members but the server: they are beside the items, not in one.</summary>
    private static void MarkPages(ReadOnlySpan<byte> body, Span<bool> secret)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (PageLists.Contains(name) && reader.TokenType == JsonTokenType.StartObject)
                    MarkPageList(ref reader, body, secret);
                else
                    MarkPage(ref reader, name, body, secret);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON after all, or a name that is no text: then nothing tells where an address of a page would be.
        }
    }

    private static void MarkPageList(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, Span<bool> secret)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            MarkPage(ref reader, name, body, secret);
        }
    }

    private static void MarkPage(ref Utf8JsonReader reader, string name, ReadOnlySpan<byte> body, Span<bool> secret)
    {
        if (reader.TokenType == JsonTokenType.String && Pages.Contains(name))
        {
            var value = ((int)reader.TokenStartIndex + 1)..((int)reader.BytesConsumed - 1);
            MarkTokens(body[value], secret[value]);
        }

        reader.Skip();
    }

    private static void MarkHeld(ReadOnlySpan<byte> bytes, IReadOnlyList<string> held, Span<bool> secret)
    {
        foreach (var form in held.SelectMany(HeldSecrets.Forms).Distinct(StringComparer.Ordinal))
            MarkAll(bytes, Encoding.UTF8.GetBytes(form), secret);
    }

    private static void MarkAll(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> token, Span<bool> secret)
    {
        for (var at = 0; bytes[at..].IndexOf(token) is >= 0 and var found; at += token.Length)
        {
            at += found;
            secret.Slice(at, token.Length).Fill(true);
        }
    }

    private static MaskedBody Overwrite(byte[] bytes, ReadOnlySpan<bool> secret)
    {
        var ranges = Ranges(secret);
        if (ranges.Count == 0)
            return new(bytes, []);
        var masked = (byte[])bytes.Clone();
        foreach (var (offset, length) in ranges)
            masked.AsSpan(offset, length).Fill(Star);
        return new(masked, ranges);
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
