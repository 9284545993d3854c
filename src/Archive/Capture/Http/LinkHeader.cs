using System.Text.RegularExpressions;

namespace Archive.Capture.Http;

/// <summary>Where a list goes on.</summary>
/// <param name="Uri">Null if it does not, or not where we may follow.</param>
/// <param name="Astray">
/// The server names a next page on another server, the same page again, or no readable page: the rest is out of reach.
/// </param>
public sealed partial record LinkHeader(Uri? Uri, bool Astray)
{
    private const int LongestHeader = 8192;

    /// <summary>
    /// Reads `Link` headers (RFC 8288). The next page must be on the server that was asked; its scheme is ours, because
    /// a server behind a proxy often believes it is asked over http.
    /// </summary>
    public static LinkHeader After(Fetched answer)
    {
        var links = answer.ResponseHeaders.Where(h => h.Name == "link").ToList();
        if (links.Any(h => h.Value.Length > LongestHeader))
            return new(null, true);
        var next = links.SelectMany(h => Links().Matches(h.Value))
            .FirstOrDefault(m => Relations().IsMatch(m.Groups["parameters"].Value));
        if (next is null)
            return new(null, false);

        var asked = answer.Final;
        if (!Uri.TryCreate(asked, next.Groups["target"].Value, out var target) || !IsSameServer(asked, target))
            return new(null, true);
        var page = new Uri(asked, target.PathAndQuery);
        return page == asked ? new(null, true) : new(page, false);
    }

    private static bool IsSameServer(Uri asked, Uri target) =>
        target.Scheme is "http" or "https"
        && target.Host.Equals(asked.Host, StringComparison.OrdinalIgnoreCase)
        && (target.Port == asked.Port || (target.IsDefaultPort && asked.IsDefaultPort));

    [GeneratedRegex("""<(?<target>[^<>]*)>(?<parameters>(?:\s*;\s*[^\s=;,]+\s*(?:=\s*(?:"[^"]*"|[^\s";,]*))?)*)""")]
    private static partial Regex Links();

    [GeneratedRegex(""";\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?=[\s;]|$))""", RegexOptions.IgnoreCase)]
    private static partial Regex Relations();
}
