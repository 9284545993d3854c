namespace Archive.Sources;

/// <summary>Why we may watch it (grondslag).</summary>
public enum LegalBasis
{
    /// <summary>The body's own account: its own records, Archiefwet art. 3.</summary>
    OwnAccount,

    /// <summary>Public answers to the body's own posts, AVG art. 6(1)(e).</summary>
    PublicTask,
}

/// <summary>From now on we visit this source. Its handle and server are in the perishable database, not here.</summary>
[FactName("sources.source-watched/1")]
public sealed record SourceWatched(Guid Source, PlatformName Platform, LegalBasis Basis) : IFact;
