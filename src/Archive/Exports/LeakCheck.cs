using Archive.Requests;

namespace Archive.Exports;

/// <summary>Something redacted in one document can be read in another.</summary>
/// <param name="What">The kind of passage; never its words.</param>
public sealed record Leak(int RedactedIn, int ShownIn, PassageKind What);

/// <summary>
/// Holds every redaction against everything that is shown. A name or a handle may be shown nowhere; a passage of text
/// nowhere if it is more than a single plain word. What points to a hidden author (an id in "in reply to") is withheld.
/// </summary>
public static class LeakCheck
{
    /// <summary>Withholds `in-reply-to` where it names a document of which the id is withheld.</summary>
    public static void CloseReferences(IReadOnlyList<Disclosure> documents)
    {
        var hidden = documents.Where(d => d.Shown("platform-id") is null).Select(d => d.Version.PlatformId).ToHashSet();
        foreach (var document in documents.Where(d => d.Version.InReplyTo is { } parent && hidden.Contains(parent)))
            document.Withhold("in-reply-to");
    }

    public static IReadOnlyList<Leak> Find(IReadOnlyList<Disclosure> documents)
    {
        var shown = documents.Where(d => d.HasPages).Select(d => (d.Number, Text: Readable(d))).ToList();
        return
        [
            .. from document in documents.Where(d => d.HasPages)
               from redaction in document.Item.Redactions
               from secret in Secrets(document, redaction)
               from other in shown
               where Contains(other.Text, secret)
               select new Leak(document.Number, other.Number, redaction.Passage.Kind) into leak
               group leak by leak into same
               select same.Key,
        ];
    }

    private static IEnumerable<string> Secrets(Disclosure document, PassageRedacted redaction)
    {
        var hidden = Enumerable.Range(0, document.Version.Members.Count)
            .Where(i => document.HiddenBy(i) == redaction).Select(i => document.Version.Members[i]).ToList();
        return redaction.Passage.Kind switch
        {
            PassageKind.Text => Telling(string.Concat(hidden.Select(m => m.Value)).Trim()),
            PassageKind.AuthorHandle or PassageKind.Mention => hidden.Where(m => m.Path is not "platform-id")
                .SelectMany(m => new[] { m.Value, LocalName(m) }).Where(s => s.Length >= 3),
            PassageKind.AuthorName => hidden.Select(m => m.Value).Where(v => v.Length >= 3),
            PassageKind.Medium or PassageKind.Link or PassageKind.Tag => [],
        };
    }

    /// <summary>More than a single plain word: that would be found in every other sentence.</summary>
    private static IEnumerable<string> Telling(string passage) =>
        passage.Length >= 5
        && passage.Any(c => char.IsWhiteSpace(c) || char.IsDigit(c) || c == '@')
            ? [passage]
            : [];

    /// <summary>`@name` out of `name@server`: how people write a handle.</summary>
    private static string LocalName(Evidence.Content.Member member) =>
        member.Path == "author-handle" || member.Path.StartsWith("mention/", StringComparison.Ordinal)
            ? "@" + member.Value.TrimStart('@').Split('@')[0]
            : member.Value;

    private static string Readable(Disclosure document) => string.Join(
        '\n',
        Group(document).Select(g => string.Concat(g)));

    /// <summary>Shown members, the words of one text together so that a passage is found across them.</summary>
    private static IEnumerable<IEnumerable<string>> Group(Disclosure document) =>
        document.Version.Members.Select((m, i) => (m, i)).Where(x => document.Shows(x.i))
            .GroupBy(x => x.m.Path.StartsWith("text/", StringComparison.Ordinal) ? "text" : x.m.Path)
            .Select(g => g.Select(x => x.m.Value));

    /// <summary>As a whole: `@jan` is not found in `@jansen`.</summary>
    private static bool Contains(string text, string secret)
    {
        for (var at = 0; (at = text.IndexOf(secret, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var before = at == 0 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(secret[0]);
            var end = at + secret.Length;
            var after = end == text.Length || !char.IsLetterOrDigit(text[end]) || !char.IsLetterOrDigit(secret[^1]);
            if (before && after)
                return true;
        }

        return false;
    }
}
