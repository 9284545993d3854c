using Archive.Evidence;

namespace Archive;

/// <summary>What a refusal rests on: an article of law or a standard, or a rule of the archive's own.</summary>
public sealed class Basis
{
    private static readonly Texts Rules = new("Archive.Resources.Rules", typeof(Basis).Assembly);

    private readonly string? citation;
    private readonly string? rule;

    private Basis(string? citation, string? rule) => (this.citation, this.rule) = (citation, rule);

    /// <summary>Whoever acts does so in their own name and within their role.</summary>
    public static Basis Accounts { get; } = new(null, "Accounts");

    /// <summary>What is decided was judged, approved and recorded.</summary>
    public static Basis Judging { get; } = new(null, "Judging");

    /// <summary>A passage is redacted once, on its own grounds.</summary>
    public static Basis Redacting { get; } = new(null, "Redacting");

    /// <summary>Two never change the same thing at the same time.</summary>
    public static Basis OneAtATime { get; } = new(null, "OneAtATime");

    /// <summary>What was made is not overwritten.</summary>
    public static Basis NothingOverwritten { get; } = new(null, "NothingOverwritten");

    /// <summary>What is typed can be read in one way only.</summary>
    public static Basis OneReading { get; } = new(null, "OneReading");

    /// <summary>Keys are kept as long as anything depends on them.</summary>
    public static Basis Keys { get; } = new(null, "Keys");

    /// <summary>What is signed can be verified by anyone.</summary>
    public static Basis Signing { get; } = new(null, "Signing");

    /// <param name="citation">As lawyers and auditors cite it, in either language: `Woo art. 4.4 lid 1`.</param>
    public static Basis Of(string citation) => new(citation, null);

    public string In(Language language) => citation ?? Rules.In(language, rule ?? "");

    /// <summary>In English, for tests and logs.</summary>
    public override string ToString() => In(Language.En);
}
