namespace Archive.Requests;

/// <summary>How far a request has come: what the office does next follows from it.</summary>
public enum RequestStage
{
    /// <summary>No search was frozen yet.</summary>
    Received,

    /// <summary>There are documents without a judgement.</summary>
    Assessing,

    /// <summary>Every document has its judgement; nothing is proposed.</summary>
    Assessed,

    /// <summary>A second officer is to look at the proposal.</summary>
    Proposed,

    /// <summary>The authority can decide.</summary>
    Approved,

    Decided,
}
