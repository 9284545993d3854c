using Archive.Evidence;

namespace Archive.Law;

/// <summary>What sort of ground it is (soort uitzonderingsgrond).</summary>
public enum GroundKind
{
    /// <summary>Withheld without weighing (such as Woo 5.1 lid 1).</summary>
    Absolute,

    /// <summary>Withheld if the interest outweighs openness (such as Woo 5.1 lid 2).</summary>
    Relative,

    /// <summary>Withheld for a time; the decision names the date (such as Woo 5.1 lid 4).</summary>
    Temporary,

    /// <summary>Disproportionate harm to another interest, in exceptional cases (such as Woo 5.1 lid 5).</summary>
    Residual,

    /// <summary>Personal policy views in documents for internal deliberation (such as Woo 5.2).</summary>
    Opinion,

    /// <summary>A ground of its own kind.</summary>
    Other,

    /// <summary>An article beside the grounds, but nothing is withheld on it.</summary>
    NoGround,
}

/// <summary>How sure we are of a row of legal data.</summary>
public enum Certainty
{
    /// <summary>Read in a public source.</summary>
    Found,

    /// <summary>Known in the field, not read in a source.</summary>
    Knowledge,

    /// <summary>To be checked against the official text before anyone relies on it.</summary>
    Uncertain,
}

/// <summary>A row of the dated table of grounds.</summary>
/// <param name="Article">The article as a letter cites it.</param>
/// <param name="Nl">Short label in Dutch, as printed in a redaction.</param>
/// <param name="NeedsReasons">The law wants the weighing in writing.</param>
/// <param name="Formerly">The same ground in the law before, if it had one.</param>
/// <param name="ValidFrom">First day it holds.</param>
/// <param name="ValidTo">Last day it holds; null if no end is known.</param>
public sealed record Ground(
    GroundCode Code,
    string Article,
    string Nl,
    string En,
    GroundKind Kind,
    bool NeedsReasons,
    string? Formerly,
    Certainty Certainty,
    DateOnly ValidFrom,
    DateOnly? ValidTo)
{
    /// <summary>What it is for, in a few words.</summary>
    public Sentence Label => new(language => language == Language.Nl ? Nl : En);

    public bool HoldsOn(DateOnly day) => day >= ValidFrom && (ValidTo is not { } last || day <= last);

    /// <summary>It names the interest it protects, so a residual ground does not go with it.</summary>
    public bool HasOwnInterest => Kind is GroundKind.Absolute or GroundKind.Relative;
}
