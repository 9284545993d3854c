using System.Collections.Concurrent;

namespace Archive.Evidence.Vault;

/// <summary>
/// A tenant's objects in a directory: `objects/&lt;tenant&gt;/&lt;first two hex&gt;/&lt;next two hex&gt;/&lt;name&gt;`, each named by
/// the SHA-256 of its bytes, written once (r--r-----) and never changed. What is being written is in `tmp/`, in the same
/// file system.
/// </summary>
public sealed class FileVault
{
    private readonly string objects;
    private readonly string temporary;
    private readonly ConcurrentDictionary<string, bool> directoriesOnDisk = new(StringComparer.Ordinal);

    /// <param name="root">Made if it is not there.</param>
    public FileVault(string root, Tenant tenant)
    {
        Tenant = tenant;
        objects = Path.Combine(Path.GetFullPath(root), "objects", tenant.ToString());
        temporary = Path.Combine(Path.GetFullPath(root), "tmp");
        // One by one: a maker who was killed may have left any of them unsynced.
        foreach (var directory in new[] { Path.GetFullPath(root), Durable.DirectoryOf(objects), objects, temporary })
            Durable.CreateDirectory(directory);
    }

    public Tenant Tenant { get; }

    /// <summary>When this returns, the object is on disk, whole and under its name. Until then there is nothing.</summary>
    /// <param name="pieces">At least one. The secret of each is committed before, so that what is kept can be opened.</param>
    /// <exception cref="IOException">The disk refused, or a piece is not as long as it said; nothing was kept.</exception>
    public async Task<KeptObject> Keep(ObjectKind kind, IReadOnlyList<Piece> pieces, CancellationToken ct)
    {
        if (pieces.Count == 0)
            throw new ArgumentException("An object has at least one piece.", nameof(pieces));

        var header = ObjectWriter.HeaderFor(kind, Ids.New(), pieces, Tenant);
        var prefix = header.Write();
        using var file = NewFile.In(temporary, ObjectWriter.LengthOf(prefix, pieces));
        using var writer = new ObjectWriter(file.Stream);
        var name = await writer.Write(prefix, header.Object, pieces, ct);

        var path = PathOf(name);
        MakeDirectory(Durable.DirectoryOf(path));
        if (!file.Publish(path, Durable.Kept))
            throw new FaultException($"{Place(name)} was there before it was written. Object ids must be random: check the system's random generator.");
        return new(name, header);
    }

    public bool Contains(Digest name) => File.Exists(PathOf(name));

    /// <summary>What the object says of itself. Its bytes are not checked: see <see cref="Scrub"/>.</summary>
    /// <exception cref="FaultException">There is no such object, or it is not one.</exception>
    public ObjectHeader Header(Digest name)
    {
        using var opened = OpenObject(name);
        return opened.Header;
    }

    /// <summary>The content of a piece, for one reader at a time. The whole object is hashed first, as facts name it.</summary>
    /// <param name="secret">Of the piece's unit. A unit without a secret is destroyed; there is nothing to open.</param>
    /// <exception cref="FaultException">No such object or piece, changed bytes, or another unit's secret.</exception>
    public Stream Open(Digest name, int piece, byte[] secret)
    {
        var opened = OpenObject(name);
        try
        {
            if (opened.ComputeName() != name)
                throw new FaultException($"{Place(name)} was changed: it has another SHA-256 now. Restore it from the back-up.");
            if (piece < 0 || piece >= opened.Header.Pieces.Count)
                throw new FaultException($"{Place(name)} has no piece {piece}; it has {opened.Header.Pieces.Count}.");
            return opened.OpenPiece(piece, secret, $"Piece {piece} of {Place(name)}")
                ?? throw new FaultException(
                    $"The secret is not the one that sealed piece {piece} of {Place(name)} (unit {opened.Header.Pieces[piece].Unit}).");
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The same, whole, for what is known to be small.</summary>
    public byte[] Read(Digest name, int piece, byte[] secret)
    {
        using var content = Open(name, piece, secret);
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        if (content.ReadByte() != -1) // also opens the one segment of an empty piece
            throw new FaultException($"Piece {piece} of {Place(name)} is longer than its header says.");
        return bytes;
    }

    /// <summary>Names of all objects, in no order.</summary>
    public IEnumerable<Digest> All()
    {
        foreach (var path in Directory.EnumerateFiles(objects, "*", SearchOption.AllDirectories))
        {
            if (NameAt(path) is { } name)
                yield return name;
        }
    }

    /// <summary>Re-reads an object and compares it with its name and its header. Needs no secret.</summary>
    /// <returns>Null if all is well.</returns>
    public ScrubFinding? Scrub(Digest name)
    {
        try
        {
            using var opened = OpenObject(name);
            if (opened.ComputeName() != name)
                return new(name.ToString(), "Its bytes were changed: it has another SHA-256 now.");
            return opened.Header.Tenant == Tenant ? null : new(name.ToString(), "It belongs to another tenant.");
        }
        catch (Exception e) when (e is FaultException or IOException or UnauthorizedAccessException)
        {
            return new(name.ToString(), e.Message);
        }
    }

    /// <summary>Re-reads everything, files included that do not belong there.</summary>
    public ScrubReport ScrubAll(CancellationToken ct)
    {
        var findings = new List<ScrubFinding>();
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(objects, "*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            if (NameAt(path) is not { } name)
            {
                findings.Add(new(Path.GetRelativePath(objects, path), "It is no object: not where its name says, or not a name."));
                continue;
            }

            count++;
            if (Scrub(name) is { } finding)
                findings.Add(finding);
        }

        return new(count, findings);
    }

    /// <summary>Removes an object whose last unit is gone.</summary>
    /// <returns>False if it was gone already.</returns>
    public bool Delete(Digest name) => Durable.Delete(PathOf(name));

    /// <summary>Removes what writers who were killed left behind.</summary>
    /// <param name="before">Long enough ago that nobody writes it still.</param>
    /// <returns>How many.</returns>
    public int SweepTemporary(DateTimeOffset before) => NewFile.Sweep(temporary, before);

    private VaultObject OpenObject(Digest name)
    {
        try
        {
            return VaultObject.Open(PathOf(name));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FaultException($"{Place(name)} is not there. Restore it from the back-up.", e);
        }
        catch (FormatException e)
        {
            throw new FaultException($"{Place(name)} does not read: {e.Message} Restore it from the back-up.", e);
        }
    }

    private void MakeDirectory(string path)
    {
        if (directoriesOnDisk.ContainsKey(path))
            return;
        var parent = Durable.DirectoryOf(path);
        if (!directoriesOnDisk.ContainsKey(parent))
            Durable.CreateDirectory(parent);
        Durable.CreateDirectory(path);
        directoriesOnDisk[parent] = directoriesOnDisk[path] = true;
    }

    private string PathOf(Digest name)
    {
        var hex = name.ToString();
        return Path.Combine(objects, hex[..2], hex[2..4], hex);
    }

    private Digest? NameAt(string path) =>
        Digest.TryParse(Path.GetFileName(path), out var name) && PathOf(name) == path ? name : null;

    private string Place(Digest name) => $"Object {name} of {Tenant}";
}

/// <summary>What is wrong with one object.</summary>
public sealed record ScrubFinding(string Object, string What);

/// <param name="Objects">How many were re-read.</param>
public sealed record ScrubReport(int Objects, IReadOnlyList<ScrubFinding> Findings);
