using System.Text.RegularExpressions;

namespace Archive.Evidence;

/// <summary>
/// The body whose archive this is. Its name is part of every fact, log origin and vault path, for ever.
/// </summary>
public readonly partial record struct Tenant
{
    private readonly string? name;

    /// <param name="name">1 to 63 characters of a-z, 0-9 and '-', not beginning with '-'.</param>
    public Tenant(string name)
    {
        if (!Form().IsMatch(name))
            throw new MalformedException("TenantForm", name);
        this.name = name;
    }

    public override string ToString() => name ?? throw new InvalidOperationException("This tenant was never set.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}\z")]
    private static partial Regex Form();
}
