using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Archive.Replay.Faults;

/// <summary>The faults that are in the answer itself; those of the connection are in <see cref="Wire"/>.</summary>
internal static partial class SpoiltReply
{
    private const int Depth = 100;
    private const int Huge = 50 * 1024 * 1024;
    private const int BombMember = 16 * 1024 * 1024;
    private const int BombMembers = 64;

    private static readonly Lazy<byte[]> Bomb = new(MakeBomb);

    public static Reply Of(Reply reply, FaultRule rule, DateTimeOffset now) => rule.Kind switch
    {
        FaultKind.TruncatedJson => Spoil(reply, reply.Body[..(reply.Body.Length / 2)]),
        FaultKind.NestedJson => Fresh(200, Nested()),
        FaultKind.HugeBody => Fresh(200, HugeJson()),
        FaultKind.DuplicateKeys => Rewrite(reply, json => FirstId().Replace(json, "\"id\":\"0\",$0", 1)),
        FaultKind.UnknownWords => Rewrite(reply, json => Visibility().Replace(json, "$1\"galactic\"")),
        FaultKind.BrokenText => Rewrite(reply, json => Content().Replace(json, "$1\"\\u0000\\ud800 ")),
        FaultKind.ServerErrorHalf => Fresh(500, """{"error":"We're sorry, but something went wrong on our end."}"""),
        FaultKind.LoginPage => Reply.Text(200, LoginHtml, "text/html; charset=utf-8", Origin.Fault),
        FaultKind.RateLimited => RateLimited(now.AddSeconds(rule.Seconds)),
        FaultKind.Redirect => Reply.Text(302, "", "text/html; charset=utf-8", Origin.Fault)
            .With("location", rule.Target),
        FaultKind.GzipBomb => Fresh(200, Bomb.Value).With("content-encoding", "gzip"),
        FaultKind.SlowDrip or FaultKind.CutMidBody => Spoil(reply, reply.Body),
    };

    private const string LoginHtml = """
        <!DOCTYPE html>
        <html lang="nl"><head><title>Inloggen</title></head>
        <body><form method="post" action="/auth/sign_in">
          <input name="user[email]"><input type="password"></form></body></html>
        """;

    private static Reply Spoil(Reply reply, byte[] body) => reply with { Body = body, Origin = Origin.Fault };

    private static Reply Fresh(int status, string json) => Fresh(status, Encoding.UTF8.GetBytes(json));

    private static Reply Fresh(int status, byte[] json) =>
        new(status, [new("content-type", "application/json; charset=utf-8")], json, Origin.Fault);

    private static Reply Rewrite(Reply reply, Func<string, string> change) =>
        Spoil(reply, Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(reply.Body))));

    private static Reply RateLimited(DateTimeOffset reset) =>
        Fresh(429, """{"error":"Too many requests"}""")
            .With("x-ratelimit-limit", "300")
            .With("x-ratelimit-remaining", "0")
            .With(
                "x-ratelimit-reset",
                reset.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));

    private static string Nested() =>
        string.Concat(Enumerable.Repeat("{\"id\":", Depth)) + "\"1\"" + new string('}', Depth);

    private static byte[] HugeJson()
    {
        var body = new byte[Huge];
        Array.Fill(body, (byte)'a');
        "[{\"id\":\"1\",\"content\":\""u8.CopyTo(body);
        "\"}]"u8.CopyTo(body.AsSpan(Huge - 3));
        return body;
    }

    /// <summary>
    /// One packed run of spaces, many times over: a gzip file may have several members (RFC 1952, 2.2).
    /// </summary>
    private static byte[] MakeBomb()
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var spaces = new byte[BombMember];
            Array.Fill(spaces, (byte)' ');
            gzip.Write(spaces);
        }

        return [.. Enumerable.Repeat(member.ToArray(), BombMembers).SelectMany(bytes => bytes)];
    }

    [GeneratedRegex("\"id\":")]
    private static partial Regex FirstId();

    [GeneratedRegex("""("visibility":\s*)"[a-z]*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Visibility();

    [GeneratedRegex("""("(?:content|note)":\s*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Content();
}
