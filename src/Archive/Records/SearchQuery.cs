using System.Globalization;
using System.Text;
using Archive.Sources;

namespace Archive.Records;

/// <summary>
/// What an officer types: words (all must occur, in their Dutch or English forms), "phrases", -word, @handle, #hashtag,
/// from:handle, platform:name, after:2026-03-01 (that day or later), before:2026-04-01 (earlier than that day; days
/// are the office's). What was posted then is found, and of an account what it said of itself then. An empty query is
/// everything.
/// </summary>
public sealed record SearchQuery(
    IReadOnlyList<SearchTerm> Terms, string? From, PlatformName? Platform, DateOnly? After, DateOnly? Before)
{

    public static Outcome<SearchQuery> Parse(string typed, KnownPlatforms platforms)
    {
        var terms = new List<SearchTerm>();
        var query = new SearchQuery(terms, null, null, null, null);
        foreach (var token in Tokens(typed))
        {
            if (token is null)
                return new Refusal("records.quote-open", Basis.OneReading);
            var (not, word, phrase) = token.Value;
            var colon = phrase ? -1 : word.IndexOf(':', StringComparison.Ordinal);
            Outcome<SearchQuery>? narrowed = (colon > 0 && !not ? word[..colon].ToLowerInvariant() : "") switch
            {
                "from" => query with { From = Handle(word[(colon + 1)..]) },
                "platform" => Platformed(query, word[(colon + 1)..], platforms),
                "after" => Dated(word, colon, d => query with { After = d }),
                "before" => Dated(word, colon, d => query with { Before = d }),
                _ => null,
            };
            if (narrowed is null)
                terms.Add(Term(word, phrase, not));
            else if (narrowed.IsRefused(out var refused, out var with))
                return refused;
            else
                query = with;
        }

        return query;
    }

    private static SearchTerm Term(string word, bool phrase, bool not) => word switch
    {
        _ when phrase => new(SearchKind.Phrase, word, not),
        ['@', _, ..] => new(SearchKind.Handle, Handle(word), not),
        ['#', _, ..] => new(SearchKind.Tag, word[1..].ToLowerInvariant(), not),
        _ when word.Any(char.IsLetterOrDigit) => new(SearchKind.Word, word, not),
        _ => new(SearchKind.Literal, word, not), // emoji and signs: the full-text index does not know them
    };

    private static string Handle(string typed) => typed.TrimStart('@').ToLowerInvariant();

    private static Outcome<SearchQuery> Platformed(SearchQuery query, string name, KnownPlatforms platforms) =>
        platforms.Find(name).IsRefused(out var refused, out var platform)
            ? refused
            : query with { Platform = platform.Name };

    private static Outcome<SearchQuery> Dated(
        string word,
        int colon,
        Func<DateOnly, SearchQuery> narrow) =>
        DateOnly.TryParseExact(
            word[(colon + 1)..],
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day)
            ? narrow(day)
            : new Refusal("records.no-day", Basis.OneReading, word, word[..colon]);

    /// <summary>Null stands for a phrase that never ends.</summary>
    private static IEnumerable<(bool Not, string Word, bool Phrase)?> Tokens(string typed)
    {
        var i = 0;
        while (i < typed.Length)
        {
            if (char.IsWhiteSpace(typed[i]))
            {
                i++;
                continue;
            }

            var not = typed[i] == '-' && i + 1 < typed.Length && !char.IsWhiteSpace(typed[i + 1]);
            if (not)
                i++;
            if (typed[i] == '"')
            {
                var end = typed.IndexOf('"', i + 1);
                if (end < 0)
                {
                    yield return null;
                    yield break;
                }

                if (end > i + 1)
                    yield return (not, typed[(i + 1)..end], true);
                i = end + 1;
                continue;
            }

            var word = new StringBuilder();
            while (i < typed.Length && !char.IsWhiteSpace(typed[i]) && typed[i] != '"')
                word.Append(typed[i++]);
            yield return (not, word.ToString(), false);
        }
    }
}

public enum SearchKind
{
    /// <summary>In its Dutch or English form, or as written.</summary>
    Word,
    Phrase,

    /// <summary>Author or mentioned; `name` finds every server's, `name@server` that one.</summary>
    Handle,
    Tag,

    /// <summary>As written, anywhere in the text.</summary>
    Literal,
}

public sealed record SearchTerm(SearchKind Kind, string Value, bool Not);
