using System.Text.RegularExpressions;

namespace Archive.Evidence.Sets;

/// <summary>Where files of one kind stand in an export: a folder, and which names below it are of that kind.</summary>
public class ExportPlace
{
    private readonly Func<string, bool> isName;

    private protected ExportPlace(string folder, Func<string, bool> isName) => (Folder, this.isName) = (folder, isName);

    /// <summary>With the `/` at its end; empty for the set itself.</summary>
    public string Folder { get; }

    /// <summary>Whether a file of that path stands here.</summary>
    public bool Holds(string path) =>
        path.StartsWith(Folder, StringComparison.Ordinal) && isName(path[Folder.Length..]) && ExportPath.IsValid(path);

    /// <summary>The path of a file in this place.</summary>
    /// <exception cref="FormatException">No file of that name may stand here.</exception>
    public string PathOf(string name) => Holds(Folder + name)
        ? Folder + name
        : throw new MalformedException("NoExportPath", Folder + name);

    /// <summary>One file of this place.</summary>
    /// <exception cref="FormatException">No file of that name may stand here.</exception>
    public FixedPath Only(string name) => new(PathOf(name));

    /// <summary>Every file below a folder, in whatever folders below that.</summary>
    internal static ExportPlace Below(string folder) => new(folder, _ => true);

    /// <summary>Files below a folder of which the rest of the path has a form.</summary>
    internal static ExportPlace Named(string folder, Regex form) => new(folder, form.IsMatch);
}

/// <summary>The place of one file.</summary>
public sealed class FixedPath : ExportPlace
{
    internal FixedPath(string path)
        : base(path[..(path.LastIndexOf('/') + 1)], name => name == path[(path.LastIndexOf('/') + 1)..]) => Path = path;

    public string Path { get; }
}
