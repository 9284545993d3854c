using Archive.Evidence;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Storage.Log;

/// <param name="Size">Leaves in the log as it is published now.</param>
/// <param name="Files">Tiles and bundles written now; those that were there already were left alone.</param>
public sealed record Published(ulong Size, int Files);

/// <summary>
/// Writes the log as the static files of c2sp.org/tlog-tiles, for any web server to hand out. The checkpoint is
/// replaced last, and everything else is only ever added: whoever reads meanwhile, or after a run was killed, finds a
/// whole log.
/// </summary>
/// <param name="keys">The keys our logs are signed with.</param>
public sealed class LogPublication(FactsDatabase database, LogKeys keys)
{
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode FolderForAll = ForAll | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <param name="checkpoint">The whole note to publish, of the current log, with any cosignatures.</param>
    /// <param name="directory">Of this log alone; made if need be.</param>
    /// <exception cref="FaultException">
    /// The directory holds another log or a longer one, or the database contradicts itself.
    /// </exception>
    /// <exception cref="IOException">The disk refused. What is published is as it was.</exception>
    public async Task<Published> Publish(SignedNote checkpoint, string directory, CancellationToken ct)
    {
        MakeFolder(directory);
        using var claim = Claim(directory);
        foreach (var left in Directory.EnumerateFiles(directory, $"*{NewFile.Extension}", SearchOption.AllDirectories))
            File.Delete(left); // of a run that was killed

        var (number, head) = keys.Open(checkpoint)
            ?? throw Sentences.Fault("storage.no-checkpoint-of-ours", database.Tenant);
        await using var transaction = await database.Begin(ct);
        var log = new LogRows(transaction, number);
        var before = await Before(directory, head, new DatabaseTiles(log), ct);

        var files = await WriteTiles(log, directory, before, head.Size, ct);
        if (Digest.From(await new ProofBuilder(new DirectoryTiles(directory), head.Size).Root(ct)) != head.Root)
            throw Sentences.Fault("storage.tiles-differ", directory, head.Size);
        DurableFile.Replace(
            Path.Combine(directory, "checkpoint"),
            checkpoint.ToBytes(),
            ForAll | UnixFileMode.UserWrite);
        return new(head.Size, files);
    }

    /// <returns>
    /// Size of the log that is published; 0 if none is. It was found to be the beginning of this one.
    /// </returns>
    private async Task<ulong> Before(string directory, Checkpoint head, ITileSource tiles, CancellationToken ct)
    {
        var path = Path.Combine(directory, "checkpoint");
        if (!File.Exists(path))
            return 0;
        Checkpoint? published;
        try
        {
            published = keys.Open(SignedNote.Parse(await File.ReadAllBytesAsync(path, ct)))?.Head;
        }
        catch (FormatException e)
        {
            throw Sentences.Fault(e, "storage.publication-no-checkpoint", path, Sentence.Of(e));
        }

        if (published?.Origin != head.Origin)
            throw Sentences.Fault("storage.publication-of-another-log", path, head.Origin);
        if (published.Size > head.Size)
            throw Sentences.Fault("storage.publication-newer", path, published.Size, head.Size);
        return Digest.From(await new ProofBuilder(tiles, published.Size).Root(ct)) == published.Root
            ? published.Size
            : throw Sentences.Fault("storage.publication-rewritten", path, database.Tenant);
    }

    /// <returns>How many files were written.</returns>
    private static async Task<int> WriteTiles(
        LogRows log,
        string directory,
        ulong before,
        ulong size,
        CancellationToken ct)
    {
        var tiles = new DatabaseTiles(log);
        var written = 0;
        for (var level = 0; TileId.Hashes(level, size) > 0; level++)
        {
            var first = TileId.Hashes(level, before) / TileId.FullWidth; // those before are full, and published
            for (var index = first; TileId.In(size, level, index) is { Width: > 0 } tile; index++)
            {
                var hashes = await tiles.Read(tile, ct);
                if (level == 0)
                    written += Write(directory, tile.EntriesPath, await Entries(log, tile, hashes, ct));
                written += Write(directory, tile.Path, hashes);
            }
        }

        return written;
    }

    private static async Task<byte[]> Entries(
        LogRows log,
        TileId tile,
        ReadOnlyMemory<byte> hashes,
        CancellationToken ct)
    {
        var first = tile.Index * TileId.FullWidth;
        var rows = await log.Leaves(first, first + (ulong)tile.Width, ct);
        return rows.SelectMany(row => Leaf.Hash(row.Commitment)).SequenceEqual(hashes.ToArray())
            ? EntryBundle.Write([.. rows.Select(row => Leaf.Bytes(row.Commitment))])
            : throw Sentences.Fault("storage.publication-leaves-differ", log.Tenant, first, tile.Path);
    }

    /// <returns>1 if it was written now, 0 if it was there.</returns>
    private static int Write(string directory, string path, ReadOnlyMemory<byte> bytes)
    {
        var full = Path.Combine(directory, path);
        MakeFolder(Path.GetDirectoryName(full)!);
        if (DurableFile.WriteNew(full, bytes.Span, ForAll))
            return 1;
        return File.ReadAllBytes(full).AsSpan().SequenceEqual(bytes.Span)
            ? 0
            : throw Sentences.Fault("storage.publication-file-differs", full);
    }

    /// <summary>Web servers run as others than the archive's user.</summary>
    private static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        DurableFile.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, FolderForAll);
    }

    private static FileStream Claim(string directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory, ".publishing"), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, Options =
                    FileOptions.DeleteOnClose,
            });
        }
        catch (IOException e)
        {
            throw Sentences.Fault(e, "storage.publishing-already", directory);
        }
    }
}
