using Archive.Evidence;

namespace Archive.People;

/// <summary>An administrator gives a colleague an account. The first account of an archive makes itself.</summary>
/// <param name="Officer">The new account's id, from `Ids.New()`.</param>
/// <param name="Name">As the officer signs in; unique in the archive, whatever the case of its letters.</param>
public sealed record AddOfficer(Guid Officer, string Name, IReadOnlyList<Role> Roles, string Password)
{
    private const int LongestName = 100;
    private const string Page = "docs/decisions/0020";

    /// <param name="by">Who asks; null only while there is no account at all.</param>
    /// <param name="isFirst">There is no account yet.</param>
    /// <param name="tenant">The body's name, which a password does not lean on.</param>
    public static Answer Decide(AddOfficer asked, Officer? by, bool isFirst, string tenant)
    {
        if (isFirst && !asked.Roles.Contains(Role.Administrator))
            return Answer.Refuse("The first account is an administrator's; that one makes the others.", Page);
        if (!isFirst && by?.IsOneOf(Role.Administrator) is not true)
            return Answer.Refuse("Accounts are made by an administrator.", $"BIO2 5.15; {Page}");
        if (string.IsNullOrWhiteSpace(asked.Name) || asked.Name.Length > LongestName || asked.Name.Any(char.IsControl))
            return Answer.Refuse($"An officer has a name of 1 to {LongestName} characters on one line.", Page);

        if (asked.Roles.Count == 0 || asked.Roles.Distinct().Count() != asked.Roles.Count)
            return Answer.Refuse("An officer has at least one role, and each role once.", Page);
        if (asked.Roles.Count > 1 && asked.Roles.Where(StandsAlone).ToList() is [var alone, ..])
        {
            return Answer.Refuse(
                $"{RoleLabels.Of(alone, Language.Nl)} goes with no other role: who guards the system or its log does "
                    + "not handle requests.",
                $"BIO2 5.3; {Page}");
        }

        return PasswordRules.Check(asked.Password, asked.Name, tenant) is { } weak
            ? new Answer.Refused(weak)
            : Answer.Accept(new OfficerAdded(asked.Officer, asked.Roles));
    }

    private static bool StandsAlone(Role role) => role is Role.Administrator or Role.Auditor;
}
