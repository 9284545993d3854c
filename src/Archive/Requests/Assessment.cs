namespace Archive.Requests;

/// <summary>
/// Judgement per record (beoordeling). The words are in facts, whatever the kind of request; what officers and
/// requesters read is the label its kind has for it.
/// </summary>
public enum Assessment
{
    /// <summary>Shown whole.</summary>
    Disclosed,

    /// <summary>Shown with passages redacted, each on a ground.</summary>
    DisclosedInPart,

    /// <summary>Not shown, on at least one ground.</summary>
    Withheld,

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
    /// <summary>Nothing of what counts is withheld.</summary>
    Disclosed,

    /// <summary>Something is shown, something withheld.</summary>
    DisclosedInPart,

    /// <summary>Nothing is shown, and something withheld.</summary>
    Withheld,

    /// <summary>All that counts can be read by anyone already.</summary>
    AlreadyPublic,

    /// <summary>There is nothing of what was asked for.</summary>
    NothingFound,
}
