using Archive.Evidence;
using Archive.People;

namespace Archive.Requests;

/// <summary>Which roles may do what with requests (docs/decisions/0020).</summary>
public static class RequestRights
{
    public static Refusal? ToHandle(Officer officer) => officer.IsOneOf(Role.RecordsOfficer, Role.PrivacyOfficer)
        ? null
        : Refuse("Requests are handled by a Woo-behandelaar or privacyfunctionaris", officer);

    public static Refusal? ToSee(Officer officer) => officer.IsOneOf(
        Role.RecordsOfficer, Role.PrivacyOfficer, Role.Archivist, Role.Auditor)
        ? null
        : Refuse("Requests are seen by who handles, guards or audits them", officer);

    private static Refusal Refuse(string rule, Officer officer) => new(
        $"{rule}; this account is {RoleLabels.Of(officer.Roles).In(Language.Nl)}.",
        "BIO2 5.15; docs/decisions/0020");
}
