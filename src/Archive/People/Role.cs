using Archive.Evidence;

namespace Archive.People;

/// <summary>What an officer may do. Every role is a word in facts; renaming one would change history.</summary>
public enum Role
{
    /// <summary>Handles requests: registers, scopes, assesses, redacts, proposes (Woo-behandelaar).</summary>
    RecordsOfficer,

    /// <summary>
    /// Guards personal data; may do what a records officer does, and is often the second pair of eyes.
    /// </summary>
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
    private static readonly Texts Texts = new("Archive.People.Resources.Roles", typeof(RoleLabels).Assembly);

    /// <summary>How offices call the role.</summary>
    public static string Of(Role role, Language language) => Texts.In(language, $"Role.{role}");

    public static Sentence Of(IEnumerable<Role> roles) =>
        Sentence.Join(", ", [.. roles.Select(role => new Sentence(Texts, $"Role.{role}"))]);
}
