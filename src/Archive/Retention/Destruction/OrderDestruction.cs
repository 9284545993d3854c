using Archive.Capture;
using Archive.Evidence;
using Archive.People;
using Archive.Records;
using Archive.Retention.Policies;

namespace Archive.Retention.Destruction;

/// <summary>
/// Two officers agreed to destroy a record, and why. The destruction itself follows as a fact of its own.
/// </summary>
/// <param name="Reason">JCS {"reason"}, in a unit of its own.</param>
[FactName("retention.destruction-approved/1")]
public sealed record DestructionApproved(
    Guid Record, DestructionBasis Basis, SealedTextRef Reason, Guid ProposedBy, Guid ApprovedBy) : IFact;

/// <summary>An officer orders that a record is destroyed for good, and the archivist approves.</summary>
/// <param name="Reason">Why this record, in the officer's words.</param>
/// <param name="Number">As typed, to confirm: how the record's id begins (<see cref="DestructionTarget"/>).</param>
public sealed record OrderDestruction(Guid Record, DestructionBasis Basis, string Reason, string Number)
{
    private const int LongestReason = 2000;

    /// <summary>What the record, or what depends on it, has against it: asked before anything is typed.</summary>
    /// <param name="today">In the office's zone.</param>
    public static Refusal? Bars(
        DestructionTarget target, DestructionBasis basis, IReadOnlyList<RetentionPolicy> policies, DateOnly today)
    {
        if (target.Uses.Where(u => u.Holds).Select(u => u.Says).ToList() is { Count: > 0 } holding)
            return new("retention.held", Archive.Basis.Of("Archiefwet 1995 art. 3"), Sentence.Join("; ", holding));
        return basis switch
        {
            // An account has one term, for all it ever said of itself, from its end on.
            DestructionBasis.SelectionList when target is { Kind: RecordKind.Account, IsGone: false } =>
                new("retention.account-goes-on", Archive.Basis.Of("Archiefwet 1995 art. 3, 5")),
            DestructionBasis.SelectionList => RecordTerm.Bars(policies, target.Kind, target.ClosedOn, today),
            DestructionBasis.AvgErasure => null, // two officers vouch for it: AVG art. 17(1) and its limits in (3)
        };
    }

    public static Outcome<IFact[]> Decide(
        DestructionTarget target, OrderDestruction asked, IReadOnlyList<RetentionPolicy> policies, Officer proposer,
        Officer approver, DateOnly today)
    {
        if (MayPropose(proposer) is { } barred)
            return barred;
        if (!approver.IsOneOf(Role.Archivist))
            return new Refusal("retention.archivist-approves", FourEyes, RoleLabels.Of(approver.Roles));
        if (proposer.Id == approver.Id)
            return new Refusal("retention.four-eyes", FourEyes);
        if (Bars(target, asked.Basis, policies, today) is { } held)
            return held;
        if (string.IsNullOrWhiteSpace(asked.Reason))
            return new Refusal("retention.reason-needed", FourEyes);
        if (asked.Reason.Length > LongestReason || asked.Reason.Any(char.IsControl))
            return new Refusal("retention.reason-form", FourEyes, LongestReason);
        return asked.Number.Trim().Equals(target.Number, StringComparison.OrdinalIgnoreCase)
            ? Outcome.Accept(new DestructionApproved(
                target.Record, asked.Basis, SealedTextRef.NotYet, proposer.Id, approver.Id))
            : new Refusal("retention.another-number", Archive.Basis.OneReading, target.Number);
    }

    /// <returns>Null if this officer may order a destruction, and so see what it would hit.</returns>
    public static Refusal? MayPropose(Officer officer) =>
        officer.IsOneOf(Role.RecordsOfficer, Role.PrivacyOfficer, Role.Archivist)
            ? null
            : new Refusal("retention.not-yours", Archive.Basis.Of("BIO2 5.15"), RoleLabels.Of(officer.Roles));

    private static Basis FourEyes { get; } = Archive.Basis.Of("Archiefbesluit 1995 art. 8");
}
