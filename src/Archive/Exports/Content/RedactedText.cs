using System.Text.RegularExpressions;
using Archive.Evidence.Content;
using Archive.Requests;

namespace Archive.Exports.Content;

/// <summary>What a redaction hides, as it is looked for in the rest of the set (docs/decisions/0008).</summary>
/// <param name="InItsRecordOnly">
/// Too common to look for everywhere, but where the same record shows it, in this version or another, it was forgotten.
/// </param>
internal sealed partial record RedactedText(string Text, bool InItsRecordOnly = false)
{
    private const int ShortestName = 3;
    private const int ShortestPassage = 5;

    /// <summary>A shorter id is found in any number.</summary>
    private const int ShortestId = 6;

    public static IEnumerable<RedactedText> Of(Disclosure document, PassageRedacted redaction)
    {
        var hidden = document.Version.Members.Where((_, i) => document.HiddenBy(i) == redaction).ToList();
        return redaction.Passage.Kind switch
        {
            PassageKind.Text or PassageKind.Warning or PassageKind.QuotedText =>
                Passage(string.Concat(hidden.Select(m => m.Value))),
            PassageKind.AuthorName or PassageKind.QuotedName or PassageKind.SharedName =>
                hidden.SelectMany(m => Name(m.Value)),
            PassageKind.AuthorHandle or PassageKind.Mention or PassageKind.QuotedHandle or PassageKind.SharedHandle
                or PassageKind.MovedHandle => hidden.SelectMany(Handle),
            PassageKind.Link or PassageKind.Tag or PassageKind.PollOption or PassageKind.Preview
                or PassageKind.FieldName or PassageKind.FieldValue => hidden.SelectMany(m => Passage(m.Value)),
            PassageKind.Medium or PassageKind.Regions => Medium(hidden),
        };
    }

    /// <summary>
    /// Without the punctuation that a redaction in whole words takes along. One plain word would be found in every
    /// other sentence of other records.
    /// </summary>
    private static IEnumerable<RedactedText> Passage(string passage)
    {
        var words = Ends().Replace(passage, "");
        var telling = words.Length >= ShortestPassage
            && words.Any(c => !char.IsLetter(c) && c is not ('-' or '\'' or '’'));
        return telling ? [new(words)] : LongEnough(words) ? [new(words, InItsRecordOnly: true)] : [];
    }

    /// <summary>Without what people put around their names: emoji, `:badges:`.</summary>
    private static IEnumerable<RedactedText> Name(string name)
    {
        var bare = NoLetters().Replace(Badges().Replace(name, " "), "");
        var words = bare.Length > 0 ? bare : name;
        return LongEnough(words) ? [new(words)] : [];
    }

    /// <summary>
    /// `name@server`, and `@name` as people write it; what else is withheld with a handle leads to it too.
    /// </summary>
    private static IEnumerable<RedactedText> Handle(Member member)
    {
        var last = member.Path[(member.Path.LastIndexOf('/') + 1)..]; // `url`, and `mastodon/quote/url`
        if (last is "url")
            return [new(member.Value)];
        if (last is "author-id" or "platform-id")
            return member.Value.Length >= ShortestId ? [new(member.Value)] : [];

        var whole = member.Value.TrimStart('@');
        var name = "@" + whole.Split('@')[0];
        return whole.Contains('@', StringComparison.Ordinal) ? [new(whole), new(name)] : [new(name)];
    }

    /// <summary>The same file, wherever it is used; the same description of it within its record.</summary>
    private static IEnumerable<RedactedText> Medium(IReadOnlyList<Member> hidden)
    {
        var description = string.Concat(
            hidden.Where(m => m.Path.Contains("/alt/", StringComparison.Ordinal)).Select(m => m.Value));
        return hidden.Where(m => m.Path.EndsWith("/digest", StringComparison.Ordinal))
            .Select(m => new RedactedText(m.Value))
            .Concat(Passage(description).Select(words => words with { InItsRecordOnly = true }));
    }

    private static bool LongEnough(string words) =>
        words.Length >= ShortestName || (words.Length > 1 && words.All(FoldedText.IsWrittenWithoutSpaces));

    [GeneratedRegex(@"^[\s.,;:!?…'""’‘“”«»()\[\]{}<>]+|[\s.,;:!?…'""’‘“”«»()\[\]{}<>]+$")]
    private static partial Regex Ends();

    [GeneratedRegex(@"^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$")]
    private static partial Regex NoLetters();

    [GeneratedRegex(@":[A-Za-z0-9_]+:")]
    private static partial Regex Badges();
}
