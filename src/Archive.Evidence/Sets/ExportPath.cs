using System.Text.RegularExpressions;

namespace Archive.Evidence.Sets;

/// <summary>
/// Where a file is in an export: names of A-Z, a-z, 0-9, '.', '_' and '-' separated by '/', so that every file system
/// and every zip program writes the same tree; Windows too, which keeps names such as `con` and `nul.txt` for itself,
/// drops a dot at the end of a name, and has trouble with paths of more than 259 characters. ASCII only, so that
/// ordinal order of text is order of bytes.
/// </summary>
public static partial class ExportPath
{
    public static readonly StringComparer Order = StringComparer.Ordinal;

    /// <summary>
    /// Characters of a path with the set number and the `/` before it: leaves room for where it is unpacked.
    /// </summary>
    public const int MaxLength = 200;

    /// <summary>No empty name, no `.` or `..`, nothing but the allowed characters.</summary>
    public static bool IsValid(string path) => path.Length <= MaxLength && path.Split('/').All(IsName);

    /// <summary>One name without '/', as a set number is.</summary>
    public static bool IsName(string name) =>
        NameForm().IsMatch(name) && !name.EndsWith('.') && !ReservedByWindows().IsMatch(name);

    /// <summary>
    /// Checks what concerns paths together: none twice, no two files or folders that differ only in case, no file that
    /// is also a folder.
    /// </summary>
    /// <returns>The first path that clashes, and with what; null if none does.</returns>
    public static (string Path, string With)? Clash(IEnumerable<string> paths)
    {
        var spelled = new Dictionary<string, (string Name, bool Folder)>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
            {
                var folder = path[..slash];
                if (spelled.TryAdd(folder, (folder, true)))
                    continue;
                var known = spelled[folder];
                if (!known.Folder || known.Name != folder)
                    return (path, known.Name);
            }

            if (!spelled.TryAdd(path, (path, false)))
                return (path, spelled[path].Name);
        }

        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(
        @"\A(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\z)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReservedByWindows();
}
