using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Archive.Evidence;

namespace Archive.Capture;

/// <summary>What a platform counts.</summary>
public enum Measure
{
    Replies,
    Shares,
    Likes,
    Views,

    /// <summary>How often it was shown.</summary>
    Impressions,

    /// <summary>To how many it was shown.</summary>
    Reach,

    /// <summary>Accounts that follow this one.</summary>
    Followers,

    /// <summary>Accounts that this one follows.</summary>
    Following,

    /// <summary>What this account has written, as the platform counts it.</summary>
    Posts,
}

/// <summary>By what a figure is broken down.</summary>
public enum Dimension
{
    Age,
    Gender,
    Region,
}

/// <summary>A platform's code for a part: `18-24`, `female`, `nl-ut`. Checked, so that it is no text.</summary>
[JsonConverter(typeof(Form))]
public readonly partial record struct PartCode
{
    private readonly string? code;

    public PartCode(string code) => this.code = Shape().IsMatch(code)
        ? code
        : throw new ArgumentException($"'{code}' is no code of a part.", nameof(code));

    public override string ToString() => code ?? throw new InvalidOperationException("This part was never named.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.+-]{0,39}\z")]
    private static partial Regex Shape();

    private sealed class Form() : TextForm<PartCode>(
        text => text is not null && Shape().IsMatch(text) ? new(text) : null);
}

/// <summary>Of the whole only the part that is this.</summary>
public sealed record Part(Dimension By, PartCode Is);

/// <summary>UTC, both to the microsecond; `To` is the first moment after it.</summary>
public sealed record Period(DateTimeOffset From, DateTimeOffset To);

/// <summary>
/// A figure as a platform gives it: exact, or as a range of which an end may be open (docs/evidence-format.md,
/// "Figures").
/// </summary>
/// <param name="Value">The figure, 0 or more; null if it is a range.</param>
/// <param name="Low">At least this; null if it is exact, or open below.</param>
/// <param name="High">At most this; null if it is exact, or open above.</param>
/// <param name="Parts">Null: of the whole; else each dimension once, in their order.</param>
/// <param name="Period">Null: up to when it was asked.</param>
public sealed record Figure(
    Measure Measure, long? Value, long? Low = null, long? High = null, IReadOnlyList<Part>? Parts = null,
    Period? Period = null)
{
    public bool Equals(Figure? other) => other is not null
        && (Measure, Value, Low, High, Period) == (other.Measure, other.Value, other.Low, other.High, other.Period)
        && (Parts ?? []).SequenceEqual(other.Parts ?? []);

    public override int GetHashCode() => HashCode.Combine(Measure, Value, Low, High, Period, Parts?.Count);
}

internal static class FigureLists
{
    /// <summary>The figure of the whole, up to when it was asked; null if it was not given, or not exactly.</summary>
    public static long? Of(this IEnumerable<Figure> figures, Measure measure) =>
        figures.FirstOrDefault(f => f.Measure == measure && f is { Parts: null, Period: null })?.Value;
}
