using Archive.Evidence;

namespace Archive.Requests;

/// <summary>Judgement per record (beoordeling). The words are in facts and in every export's inventory.</summary>
public enum Assessment
{
    /// <summary>Disclosed whole.</summary>
    Public,

    /// <summary>Disclosed with passages redacted, each on a ground.</summary>
    PartlyPublic,

    /// <summary>Withheld whole, on at least one ground.</summary>
    NotPublic,

    /// <summary>Anyone can read it already; the requester is told where.</summary>
    AlreadyPublic,

    /// <summary>Assessed under another number of this request.</summary>
    Duplicate,

    /// <summary>Found by the search, but not what was asked for.</summary>
    OutOfScope,
}

/// <summary>What the authority decides on the whole request (besluit).</summary>
public enum DecisionOutcome
{
    Disclosure,
    PartialDisclosure,
    NoDisclosure,
    AlreadyPublic,
    NothingFound,
}

/// <summary>The terms of art, as the officer types and the letter prints them.</summary>
public static class WooLabels
{
    private static readonly Texts Texts = new("Archive.Requests.Resources.Requests", typeof(WooLabels).Assembly);

    public static string Of(Assessment assessment, Language language) => Texts.In(language, $"Assessment.{assessment}");

    public static string Of(DecisionOutcome outcome, Language language) => Texts.In(language, $"Outcome.{outcome}");

    /// <summary>
    /// Reads the Dutch label, with spaces or dashes. Null if it is none: unknown is never taken for something.
    /// </summary>
    public static Assessment? ReadAssessment(string label) => Find<Assessment>(label, a => Of(a, Language.Nl));

    public static DecisionOutcome? ReadOutcome(string label) => Find<DecisionOutcome>(label, o => Of(o, Language.Nl));

    private static T? Find<T>(string label, Func<T, string> dutch)
        where T : struct, Enum =>
        Enum.GetValues<T>()
            .Where(v => string.Equals(dutch(v), label.Trim().Replace('-', ' '), StringComparison.OrdinalIgnoreCase))
            .Select(v => (T?)v).SingleOrDefault();
}
