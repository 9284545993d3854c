using Archive.People;

namespace Archive.Keys;

/// <summary>Who may act upon keys (docs/decisions/0095).</summary>
public static class KeyRights
{
    public static Refusal? ToKeep(Officer officer) => officer.IsOneOf(Role.Administrator, Role.Archivist)
        ? null
        : new("keys.not-yours", Basis.Of("BIO2 8.24"), RoleLabels.Of(officer.Roles));
}
