using Archive.People;

namespace Archive.Requests;

/// <summary>Which roles may do what with requests (docs/decisions/0020).</summary>
public static class RequestRights
{
    public static Refusal? ToHandle(Officer officer) => officer.IsOneOf(Role.RecordsOfficer, Role.PrivacyOfficer)
        ? null
        : Refuse("requests.not-yours", officer);

    public static Refusal? ToSee(Officer officer) => officer.IsOneOf(
        Role.RecordsOfficer, Role.PrivacyOfficer, Role.Archivist, Role.Auditor)
        ? null
        : Refuse("requests.not-for-you", officer);

    private static Refusal Refuse(string code, Officer officer) =>
        new(code, Basis.Of("BIO2 5.15"), RoleLabels.Of(officer.Roles));
}
