using System.Globalization;
using System.Text.RegularExpressions;

namespace Archive.Retention.Policies;

/// <summary>The words and forms of policy files, each in exactly one spelling.</summary>
public static partial class PolicyWords
{
    public static readonly IReadOnlyDictionary<string, Disposition> Dispositions = new Dictionary<string, Disposition>
    {
        ["bewaren"] = Disposition.Bewaren,
        ["vernietigen"] = Disposition.Vernietigen,
    };

    public static readonly IReadOnlyDictionary<string, ProcessTerm> ProcessTerms = new Dictionary<string, ProcessTerm>
    {
        ["nihil"] = ProcessTerm.Nihil,
        ["bestaansduur_procesobject"] = ProcessTerm.BestaansduurProcesobject,
        ["ingeschatte_bestaansduur_procesobject"] = ProcessTerm.IngeschatteBestaansduurProcesobject,
        ["vast_te_leggen_datum"] = ProcessTerm.VastTeLeggenDatum,
        ["samengevoegd_met_bewaartermijn"] = ProcessTerm.SamengevoegdMetBewaartermijn,
    };

    public static readonly IReadOnlyDictionary<string, AppliesTo> Applications = new Dictionary<string, AppliesTo>
    {
        ["post"] = AppliesTo.Post,
        ["comment"] = AppliesTo.Comment,
        ["share"] = AppliesTo.Share,
        ["account"] = AppliesTo.Account,
        ["advertisement"] = AppliesTo.Advertisement,
        ["advertisement-invoice"] = AppliesTo.AdvertisementInvoice,
        ["destruction-certificate"] = AppliesTo.DestructionCertificate,
        ["access-log"] = AppliesTo.AccessLog,
    };

    public static readonly IReadOnlyDictionary<string, PolicyCertainty> Certainties =
        new Dictionary<string, PolicyCertainty>
    {
        ["found"] = PolicyCertainty.Found,
        ["knowledge"] = PolicyCertainty.Knowledge,
        ["uncertain"] = PolicyCertainty.Uncertain,
    };

    /// <summary>As the files have it: `advertisement-invoice`.</summary>
    public static string Of(AppliesTo applies) => Applications.Single(w => w.Value == applies).Key;

    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    public static RetentionTerm? Term(string text) => TermForm().Match(text) is { Success: true } match
        ? new RetentionTerm(
            int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            match.Groups[2].Value switch { "Y" => TermUnit.Years, "M" => TermUnit.Months, _ => TermUnit.Days })
        : null;

    [GeneratedRegex(@"\A[0-9]+(\.[0-9]+){0,2}\z")]
    public static partial Regex NumberForm();

    [GeneratedRegex(@"\AP([1-9][0-9]{0,2})([YMD])\z")]
    private static partial Regex TermForm();
}
