using System.Collections.Concurrent;
using Archive.Evidence;
using Archive.Storage.Files;
using Microsoft.Win32.SafeHandles;

namespace Archive.Storage.Vault;

/// <summary>
/// A tenant's objects in a directory: `objects/&lt;tenant&gt;/&lt;first two hex&gt;/&lt;next two hex&gt;/&lt;name&gt;`,
/// each named by the SHA-256 of its bytes, written once (r--r-----) and never changed. What is being written is in
/// `tmp/`, in the same file system.
/// </summary>
public sealed class FileVault : IVault
{
    private readonly string root;
    private readonly VaultMark? mark;
    private readonly string objects;
    private readonly string temporary;
    private readonly ConcurrentDictionary<string, bool> directoriesOnDisk = new(StringComparer.Ordinal);

    /// <param name="root">Made if it is not there.</param>
    /// <param name="mark">
    /// What the directory is known by; null for one that is looked at by itself, such as the source of a copy.
    /// </param>
    /// <exception cref="FaultException">The directory is not that of the vault; nothing is made in it.</exception>
    public FileVault(string root, Tenant tenant, VaultMark? mark = null)
    {
        Tenant = tenant;
        this.root = Path.GetFullPath(root);
        this.mark = mark;
        mark?.MustBeAt(this.root);
        objects = Path.Combine(Path.GetFullPath(root), ObjectPath.Folder(tenant));
        temporary = Path.Combine(Path.GetFullPath(root), "tmp");
        // One by one: a maker who was killed may have left any of them unsynced.
        foreach (var directory in new[] {
            Path.GetFullPath(root),
            DurableFile.DirectoryOf(objects),
            objects,
            temporary })
            DurableFile.CreateDirectory(directory);
    }

    public Tenant Tenant { get; }

    /// <summary>
    /// A disk is what it is: root can change it, and only the log and the scrub tell. There is nothing to try.
    /// </summary>
    public Task Check(CancellationToken ct) => Task.CompletedTask;

    public async Task<StoredObject> Keep(ObjectKind kind, IReadOnlyList<Piece> pieces, CancellationToken ct)
    {
        var (file, kept) = await SealedFile.Write(temporary, Tenant, kind, pieces, ct);
        using (file)
        {
            if (!Publish(file, kept.Name))
                throw Sentences.Fault("storage.object-there-before", this.Place(kept.Name));
            return kept;
        }
    }

    public async Task KeepSealed(Digest name, IStoredBytes bytes, CancellationToken ct)
    {
        using var file = await SealedFile.Copy(temporary, bytes, ct);
        Publish(file, name);
    }

    public Task<bool> Contains(Digest name, CancellationToken ct) => Task.FromResult(File.Exists(PathOf(name)));

    public Task<IStoredBytes?> Stored(Digest name, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<IStoredBytes?>(new FileBytes(PathOf(name)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            mark?.MustStillBeAt(root);
            return Task.FromResult<IStoredBytes?>(null);
        }
    }

    public IAsyncEnumerable<Digest> All(CancellationToken ct) =>
        Files().Select(NameAt).OfType<Digest>().ToAsyncEnumerable();

    public IAsyncEnumerable<string> UnexpectedFiles(CancellationToken ct) =>
        Files().Where(path => NameAt(path) is null).Select(path => Path.GetRelativePath(objects, path))
            .ToAsyncEnumerable();

    /// <summary>A disk locks nothing: what is removed is gone when this returns.</summary>
    public Task<ObjectLock?> Delete(Digest name, CancellationToken ct)
    {
        mark?.MustStillBeAt(root);
        DurableFile.Delete(PathOf(name));
        return Task.FromResult<ObjectLock?>(null);
    }

    public int SweepTemporary(DateTimeOffset before) => NewFile.Sweep(temporary, before);

    private IEnumerable<string> Files()
    {
        mark?.MustStillBeAt(root);
        return Directory.EnumerateFiles(objects, "*", SearchOption.AllDirectories);
    }

    private bool Publish(NewFile file, Digest name)
    {
        var path = PathOf(name);
        MakeDirectory(DurableFile.DirectoryOf(path));
        return file.Publish(path, DurableFile.Kept);
    }

    private void MakeDirectory(string path)
    {
        if (directoriesOnDisk.ContainsKey(path))
            return;
        var parent = DurableFile.DirectoryOf(path);
        if (!directoriesOnDisk.ContainsKey(parent))
            DurableFile.CreateDirectory(parent);
        DurableFile.CreateDirectory(path);
        directoriesOnDisk[parent] = directoriesOnDisk[path] = true;
    }

    private string PathOf(Digest name) => Path.Combine(objects, ObjectPath.Of(name));

    private Digest? NameAt(string path) => ObjectPath.NameAt(Path.GetRelativePath(objects, path));

    /// <summary>A local file is read at once; a thread waits for that no longer than for a queue.</summary>
    private sealed class FileBytes : IStoredBytes
    {
        private readonly SafeFileHandle file;

        public FileBytes(string path)
        {
            file = File.OpenHandle(path);
            Length = RandomAccess.GetLength(file);
        }

        public long Length { get; }

        public ValueTask<int> Read(Memory<byte> buffer, long at, CancellationToken ct)
        {
            ct.ThrowIfCancellationRequested();
            return ValueTask.FromResult(RandomAccess.Read(file, buffer.Span, at));
        }

        public void Dispose() => file.Dispose();
    }
}
