using Archive.Evidence;
using Archive.People;

namespace Archive.Keys;

/// <summary>Who may act upon keys (docs/decisions/0095).</summary>
public static class KeyRights
{
    public static Refusal? ToKeep(Officer officer) => officer.IsOneOf(Role.Administrator, Role.Archivist)
        ? null
        : new(
            $"Keys are kept by a beheerder or archivaris; this account is {RoleLabels.Of(officer.Roles, Language.Nl)}.",
            "BIO2 8.24; docs/decisions/0095");
}
