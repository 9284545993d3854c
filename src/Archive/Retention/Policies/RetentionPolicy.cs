namespace Archive.Retention.Policies;

/// <summary>What follows the term (waardering). The words are those of the selection lists.</summary>
public enum Disposition
{
    /// <summary>Kept for ever, and transferred.</summary>
    Bewaren,

    Vernietigen,
}

/// <summary>What comes before the term (procestermijn), in the words of the selection lists.</summary>
public enum ProcessTerm
{
    Nihil,
    BestaansduurProcesobject,
    IngeschatteBestaansduurProcesobject,
    VastTeLeggenDatum,
    SamengevoegdMetBewaartermijn,
}

/// <summary>What a category is for by itself.</summary>
public enum AppliesTo
{
    Post,
    Comment,
    Share,
    Account,
    Advertisement,
    AdvertisementInvoice,
    DestructionCertificate,
    AccessLog,
}

/// <summary>How sure we are of a category.</summary>
public enum PolicyCertainty
{
    /// <summary>Read in a public source.</summary>
    Found,

    /// <summary>Known in the field, not read in a source.</summary>
    Knowledge,

    /// <summary>An archivist has to confirm it; nothing is destroyed on it.</summary>
    Uncertain,
}

public enum TermUnit
{
    Days,
    Months,
    Years,
}

/// <summary>How long (bewaartermijn), such as P7Y. Never empty; `default` is not a term.</summary>
public readonly record struct RetentionTerm(int Count, TermUnit Unit)
{
    /// <summary>The same day so many years, months or days later; the last of a month that is too short.</summary>
    public DateOnly After(DateOnly day) => Unit switch
    {
        TermUnit.Days => day.AddDays(Count),
        TermUnit.Months => day.AddMonths(Count),
        TermUnit.Years => day.AddYears(Count),
    };
}

/// <summary>A category of a selection list (categorie).</summary>
/// <param name="Number">As the list has it: `20.1.2`.</param>
/// <param name="Term">Null if and only if it is kept for ever; and so is <paramref name="Starts"/>.</param>
public sealed record RetentionCategory(
    string Number,
    string Name,
    IReadOnlyList<AppliesTo> AppliesTo,
    Disposition Disposition,
    RetentionTerm? Term,
    ProcessTerm? Starts,
    PolicyCertainty Certainty,
    string? Remark);

/// <summary>One selection list (selectielijst) as far as the archive uses it.</summary>
/// <param name="Citation">Where it was published.</param>
/// <param name="ValidFrom">First day it holds.</param>
/// <param name="ValidTo">Last day it holds; null while no end is known.</param>
public sealed record RetentionPolicy(
    string Id,
    string Title,
    string SourceName,
    string Citation,
    DateOnly AdoptedOn,
    DateOnly ValidFrom,
    DateOnly? ValidTo,
    IReadOnlyList<RetentionCategory> Categories);
