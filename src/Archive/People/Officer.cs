namespace Archive.People;

/// <summary>An account that proved itself with its own password (<see cref="Officers.SignIn"/>).</summary>
/// <param name="Id">What facts say of this person; the name is in the perishable database only.</param>
public sealed record Officer(Guid Id, string Name, IReadOnlyList<Role> Roles)
{
    public bool IsOneOf(params ReadOnlySpan<Role> allowed)
    {
        foreach (var role in Roles)
        {
            if (allowed.Contains(role))
                return true;
        }

        return false;
    }
}
