using Archive.Evidence.Zip;

namespace Archive.Evidence.Sets;

/// <summary>One file of an export, wherever it lies.</summary>
/// <param name="Open">A new stream over the content, seekable; the caller disposes of it.</param>
/// <param name="Crc">What the zip says of the content, if it lies in one.</param>
public sealed record ExportFile(string Path, long Size, Func<Stream> Open, uint? Crc = null);

/// <summary>
/// The files of an export, read from a directory or from its zips, before anything is believed of them.
/// </summary>
public sealed class ExportFiles : IDisposable
{
    private readonly List<IDisposable> handles = [];

    private ExportFiles(string name) => Name = name;

    /// <summary>The directory or zip, as the report names it.</summary>
    public string Name { get; }

    public IReadOnlyDictionary<string, ExportFile> Files { get; private set; } = new Dictionary<string, ExportFile>();

    /// <summary>The folder the zip holds; null for a directory, which may have any name.</summary>
    public string? SetNumber { get; private set; }

    /// <summary>What is wrong with the directory or the zip itself. A damaged zip gives no files at all.</summary>
    public List<Finding> Findings { get; } = [];

    /// <exception cref="IOException">There is no such directory or file, or it cannot be read.</exception>
    /// <exception cref="MalformedException">It is neither a directory nor a zip.</exception>
    public static ExportFiles Open(string path)
    {
        var export = new ExportFiles(System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path)));
        try
        {
            if (Directory.Exists(path))
                export.ReadDirectory(new DirectoryInfo(path));
            else
                export.ReadZips(path);
            return export;
        }
        catch
        {
            export.Dispose();
            throw;
        }
    }

    public void Dispose() => handles.ForEach(h => h.Dispose());

    private void ReadDirectory(DirectoryInfo root)
    {
        var files = new Dictionary<string, ExportFile>();
        var folders = new Stack<(DirectoryInfo Folder, string Prefix)>([(root, "")]);
        while (folders.TryPop(out var at))
        {
            var children = at.Folder.GetFileSystemInfos();
            if (children.Length == 0)
                Findings.Add(new(at.Prefix, "EmptyFolder"));
            foreach (var child in children)
            {
                var path = at.Prefix + child.Name;
                if (child.LinkTarget is not null)
                    Findings.Add(new(path, "IsALink"));
                else if (child is DirectoryInfo folder)
                    folders.Push((folder, path + "/"));
                else
                    files.Add(path, new(path, ((FileInfo)child).Length, () => File.OpenRead(child.FullName)));
            }
        }

        Files = files;
    }

    private void ReadZips(string path)
    {
        var zips = new List<ZipReader>();
        for (var part = path; zips.Count == 0 || File.Exists(part); part = ZipWriter.PartPath(path, zips.Count + 1))
        {
            var zip = ZipReader.Open(part);
            handles.Add(zip);
            zips.Add(zip);
            Findings.AddRange(zip.Findings);
            if (!path.EndsWith(".zip", StringComparison.Ordinal))
                break;
        }

        if (Findings.Count > 0)
            return;

        var entries = zips.SelectMany(z => z.Entries.Select(e => (Zip: z, Entry: e))).ToList();
        CheckParts(zips, entries.Select(e => e.Entry).ToList());
        if (Findings.Count == 0)
            Files = entries.ToDictionary(e => Within(e.Entry.Name), e => e.Zip.File(e.Entry, Within(e.Entry.Name)));
    }

    private string Within(string name) => name[(SetNumber!.Length + 1)..];

    private void CheckParts(List<ZipReader> zips, List<ZipEntry> entries)
    {
        SetNumber = entries[0].Name.Split('/')[0];
        if (entries.FirstOrDefault(e => !e.Name.StartsWith(SetNumber + "/", StringComparison.Ordinal)) is { } stray)
            Findings.Add(new(stray.Name, "OutsideFolder", SetNumber));
        if (ExportPath.Clash(entries.Select(e => e.Name)) is { } clash)
            Findings.Add(new(clash.Path, "CannotLieBeside", clash.With));
        if (entries.FirstOrDefault(e => e.DosTime != ZipFormat.Time) is { } dated)
            Findings.Add(new(dated.Name, "OtherTime"));
        for (var i = 1; i < entries.Count; i++)
        {
            if (ExportPath.Order.Compare(entries[i - 1].Name, entries[i].Name) >= 0)
                Findings.Add(new(entries[i].Name, "NotInItsPlace"));
        }

        var plan = ZipWriter.Plan(entries.Select(e => (e.Name, e.Size)).ToList());
        if (!plan.Select(p => p.Count).SequenceEqual(zips.Select(z => z.Entries.Count)))
            Findings.Add(new(Name, "ZipDivision"));
    }
}
