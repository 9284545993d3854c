namespace Archive.People;

/// <summary>An administrator gives a colleague an account. The first account of an archive makes itself.</summary>
/// <param name="Officer">The new account's id, from `Ids.New()`.</param>
/// <param name="Name">As the officer signs in; unique in the archive, whatever the case of its letters.</param>
public sealed record AddOfficer(Guid Officer, string Name, IReadOnlyList<Role> Roles, string Password)
{
    private const int LongestName = 100;

    /// <param name="by">Who asks; null only while there is no account at all.</param>
    /// <param name="isFirst">There is no account yet.</param>
    /// <param name="tenant">The body's name, which a password does not lean on.</param>
    public static Outcome<IFact[]> Decide(AddOfficer asked, Officer? by, bool isFirst, string tenant)
    {
        if (isFirst && !asked.Roles.Contains(Role.Administrator))
            return new Refusal("people.first-account", Basis.Accounts);
        if (!isFirst && by?.IsOneOf(Role.Administrator) is not true)
            return new Refusal("people.administrator-adds", Basis.Of("BIO2 5.15"));
        if (string.IsNullOrWhiteSpace(asked.Name) || asked.Name.Length > LongestName || asked.Name.Any(char.IsControl))
            return new Refusal("people.name-form", Basis.Accounts, LongestName);

        if (asked.Roles.Count == 0 || asked.Roles.Distinct().Count() != asked.Roles.Count)
            return new Refusal("people.each-role-once", Basis.Accounts);
        if (asked.Roles.Count > 1 && asked.Roles.Where(StandsAlone).ToList() is [var alone, ..])
            return new Refusal("people.role-stands-alone", Basis.Of("BIO2 5.3"), RoleLabels.Of([alone]));

        return PasswordRules.Check(asked.Password, asked.Name, tenant) is { } weak
            ? weak
            : Outcome.Accept(new OfficerAdded(asked.Officer, asked.Roles));
    }

    private static bool StandsAlone(Role role) => role is Role.Administrator or Role.Auditor;
}
