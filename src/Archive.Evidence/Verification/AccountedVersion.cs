namespace Archive.Evidence.Verification;

/// <summary>How the evidence stands for one version of a record. Missing and altered fail.</summary>
public enum EvidenceState
{
    /// <summary>All that is shown of it is as captured.</summary>
    Matches,

    /// <summary>It is gone, and a fact in the log says that its unit was destroyed, when, and on what ground.</summary>
    Destroyed,

    /// <summary>
    /// It cannot be opened any more, and a fact says that its secret is lost, by no destruction. In an archive itself
    /// only: no set accounts for one so.
    /// </summary>
    Lost,

    /// <summary>It is gone, and no fact says that it might.</summary>
    Missing,

    /// <summary>It is there, and not as captured.</summary>
    Altered,
}

/// <param name="Number">In the inventory.</param>
/// <param name="By">The destruction; only with <see cref="EvidenceState.Destroyed"/>.</param>
public sealed record AccountedVersion(
    int Number,
    Guid Record,
    Guid Version,
    EvidenceState State,
    DestroyedBy? By = null);
