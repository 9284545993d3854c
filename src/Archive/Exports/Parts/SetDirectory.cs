using System.Collections.Concurrent;
using Archive.Evidence;
using Archive.Evidence.Sets;

namespace Archive.Exports.Parts;

/// <summary>The directory in which a set is put together, before it is signed and moved into its place.</summary>
/// <param name="directory">Of the set alone.</param>
public sealed class SetDirectory(string directory)
{
    /// <summary>Folders that are there.</summary>
    private readonly ConcurrentDictionary<string, bool> made = new(StringComparer.Ordinal);

    /// <summary>Where a file of the set lies on disk.</summary>
    public string Locate(string path) => Path.Combine(directory, path);

    /// <summary>Where to write a file of the set that is not there yet; the folders above it are made.</summary>
    /// <exception cref="FaultException">It is there: two parts would write the same file.</exception>
    public string NewFile(string path)
    {
        var file = Locate(path);
        if (File.Exists(file))
            throw Sentences.Fault("exports.path-written-twice", path);
        var folder = Path.GetDirectoryName(file)!;
        if (!made.ContainsKey(folder))
        {
            Directory.CreateDirectory(folder);
            made[folder] = true;
        }

        return file;
    }

    /// <remarks>
    /// Most are small, and a set has thousands: to wait for another thread takes longer than to write one.
    /// </remarks>
    public Task Write(string path, byte[] content, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        File.WriteAllBytes(NewFile(path), content);
        return Task.CompletedTask;
    }

    /// <summary>Every file of the set as it is now: its path, its size and when it was last written.</summary>
    public IReadOnlyDictionary<string, (long Size, DateTime Written)> Files() =>
        new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).ToDictionary(
            f => Path.GetRelativePath(directory, f.FullName),
            f => (f.Length, f.LastWriteTimeUtc),
            ExportPath.Order);
}
