using System.Text.RegularExpressions;

namespace Archive.Evidence;

/// <summary>The first part of the name of each key of an archive, such as `archive.example`.</summary>
public static partial class ArchiveName
{
    /// <summary>
    /// Whether it can be one: 1 to 252 characters of a-z, 0-9, '.' and '-', neither of the last two at an end.
    /// </summary>
    public static bool IsOne(string name) => Form().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?\z")]
    private static partial Regex Form();
}
