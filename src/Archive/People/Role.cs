namespace Archive.People;

/// <summary>What an officer may do. Every role is a word in facts; renaming one would change history.</summary>
public enum Role
{
    /// <summary>Handles requests: registers, scopes, assesses, redacts, proposes (Woo-behandelaar).</summary>
    RecordsOfficer,

    /// <summary>Guards personal data; may do what a records officer does, and is often the second pair of eyes.</summary>
    PrivacyOfficer,

    /// <summary>Guards retention and destruction (archivaris). Sees requests, decides none.</summary>
    Archivist,

    /// <summary>Sees everything that was done and changes nothing.</summary>
    Auditor,

    /// <summary>Makes and closes accounts. Sees no content.</summary>
    Administrator,
}

public static class RoleLabels
{
    /// <summary>How Dutch offices call the role.</summary>
    public static string Dutch(Role role) => role switch
    {
        Role.RecordsOfficer => "Woo-behandelaar",
        Role.PrivacyOfficer => "Privacyfunctionaris",
        Role.Archivist => "Archivaris",
        Role.Auditor => "Auditor",
        Role.Administrator => "Beheerder",
    };
}
