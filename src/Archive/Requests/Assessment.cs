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

/// <summary>The Dutch terms of art, as the officer types and the letter prints them.</summary>
public static class WooLabels
{
    public static string Dutch(Assessment assessment) => assessment switch
    {
        Assessment.Public => "openbaar",
        Assessment.PartlyPublic => "deels openbaar",
        Assessment.NotPublic => "niet openbaar",
        Assessment.AlreadyPublic => "reeds openbaar",
        Assessment.Duplicate => "dubbel",
        Assessment.OutOfScope => "buiten reikwijdte",
    };

    public static string Dutch(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Disclosure => "openbaarmaking",
        DecisionOutcome.PartialDisclosure => "gedeeltelijke openbaarmaking",
        DecisionOutcome.NoDisclosure => "geen openbaarmaking",
        DecisionOutcome.AlreadyPublic => "reeds openbaar",
        DecisionOutcome.NothingFound => "niets aangetroffen",
    };

    /// <summary>Reads the Dutch label, with spaces or dashes. Null if it is none: unknown is never taken for something.</summary>
    public static Assessment? ReadAssessment(string label) => Find<Assessment>(label, Dutch);

    public static DecisionOutcome? ReadOutcome(string label) => Find<DecisionOutcome>(label, Dutch);

    private static T? Find<T>(string label, Func<T, string> dutch)
        where T : struct, Enum =>
        Enum.GetValues<T>()
            .Where(v => string.Equals(dutch(v), label.Trim().Replace('-', ' '), StringComparison.OrdinalIgnoreCase))
            .Select(v => (T?)v).SingleOrDefault();
}
