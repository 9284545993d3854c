using Archive.People;

namespace Archive.Restore;

/// <summary>An officer has databases that were put back from a back-up made fit to be served.</summary>
/// <param name="AcceptFindings">
/// The officer has the archive served although its log is not in order: what is known of it stays known.
/// </param>
public sealed record RestoreArchive(Officer Officer, RestoreReason Reason, bool AcceptFindings = false)
{
    /// <returns>Why not, or null.</returns>
    public static Refusal? Decide(RestoreArchive asked) => asked.Officer.IsOneOf(Role.Administrator, Role.Archivist)
        ? null
        : new("restore.not-yours", Basis.Of("BIO2 8.13"), RoleLabels.Of(asked.Officer.Roles));
}
