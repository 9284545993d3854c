using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Archive.Evidence;

namespace Archive.Law;

/// <summary>
/// A ground in the one notation we record: `5.1.2e` for art. 5.1 lid 2 onder e, `5.2` for art. 5.2. The form only;
/// whether it is a ground, and on which days, is for <see cref="Grounds"/> to say.
/// </summary>
[JsonConverter(typeof(Form))]
public readonly partial record struct GroundCode
{
    private readonly string? code;

    /// <exception cref="ArgumentException">It is not of that form.</exception>
    public GroundCode(string code)
    {
        if (!Shape().IsMatch(code))
            throw new ArgumentException($"A ground is written like '5.1.2e', not '{code}'.", nameof(code));
        this.code = code;
    }

    /// <summary>
    /// Reads the notations in use: `5.1.2e`, `5.1.2.e`, `5.1, 2e`, `5.1 lid 2 e`, `art. 5.1 lid 2 sub e`, `artikel 5.1,
    /// tweede lid, aanhef en onder e, Woo`. Null if it is none of them.
    /// </summary>
    /// <param name="laws">What the law may be called in it.</param>
    public static GroundCode? Normalise(string written, IEnumerable<string> laws)
    {
        var words = WithoutLaws(written.ToLowerInvariant(), laws)
            .Replace("eerste lid", " 1 ", StringComparison.Ordinal)
            .Replace("tweede lid", " 2 ", StringComparison.Ordinal)
            .Replace("derde lid", " 3 ", StringComparison.Ordinal)
            .Replace("vierde lid", " 4 ", StringComparison.Ordinal)
            .Replace("vijfde lid", " 5 ", StringComparison.Ordinal);
        var parts = Parts().Match(Filler().Replace(words, " ").Trim());
        if (!parts.Success)
            return null;

        var paragraph = parts.Groups["paragraph"].Value is { Length: > 0 } n ? $".{n}" : "";
        return new GroundCode($"{parts.Groups["article"].Value}{paragraph}{parts.Groups["letter"].Value}");
    }

    public override string ToString() => code ?? throw new InvalidOperationException("This ground was never set.");

    private static string WithoutLaws(string words, IEnumerable<string> laws) => laws.Aggregate(
        words,
        (left, law) => Regex.Replace(left, $@"\b{Regex.Escape(law)}\b", " ", RegexOptions.IgnoreCase));

    [GeneratedRegex(@"\A[1-9][0-9]{0,2}(\.[1-9][0-9]?){0,2}[a-z]?\z")]
    private static partial Regex Shape();

    [GeneratedRegex(@"\b(artikel|article|art|lid|sub|onder|onderdeel|aanhef|en)\b\.?")]
    private static partial Regex Filler();

    [GeneratedRegex(
        @"\A(?<article>[1-9][0-9]{0,2}(?:\.[1-9][0-9]?)?)(?:[\s.,]+(?<paragraph>[1-9][0-9]?))?"
        + @"(?:[\s.,]*(?<letter>[a-z]))?[\s.,]*\z")]
    private static partial Regex Parts();

    private sealed class Form() : TextForm<GroundCode>(
        text => text is not null && Shape().IsMatch(text) ? new(text) : null);
}
