namespace Archive.Retention.Destruction;

/// <summary>On what ground a record may go.</summary>
public enum DestructionBasis
{
    /// <summary>Its term under the selection list has passed (Archiefwet 1995 art. 3 and 5).</summary>
    SelectionList,

    /// <summary>The data subject has a right to erasure (AVG art. 17(1)).</summary>
    AvgErasure,
}

/// <summary>A record was destroyed: who proposed it, who approved it, on what ground. Its proofs stay true.</summary>
/// <param name="Destruction">The entry of the destruction journal that was written first.</param>
/// <param name="Units">What was destroyed with it: the record's own unit, and media that nothing else uses.</param>
[FactName("retention.record-destroyed/1")]
public sealed record RecordDestroyed(
    Guid Destruction, Guid Record, IReadOnlyList<Guid> Units, DestructionBasis Basis, Guid ProposedBy,
    Guid ApprovedBy) : IFact;

/// <summary>Two officers have a record destroyed for good: one proposes, another approves.</summary>
public sealed record DestroyRecord(Guid Record, DestructionBasis Basis, Guid ProposedBy, Guid ApprovedBy)
{
    private static readonly Basis FourEyes = Archive.Basis.Of("Archiefbesluit 1995 art. 8");

    /// <returns>Why not, or null.</returns>
    public static Refusal? Decide(DestroyRecord asked, bool known, bool destroyed) => (known, destroyed) switch
    {
        (false, _) => Missing(destroyed: false),
        (_, true) => Missing(destroyed: true),
        _ when asked.ProposedBy == asked.ApprovedBy => new("retention.four-eyes", FourEyes),
        _ => null,
    };

    /// <summary>Why there is nothing to destroy.</summary>
    internal static Refusal Missing(bool destroyed) =>
        new(destroyed ? "retention.destroyed-before" : "retention.no-such-record", FourEyes);
}
