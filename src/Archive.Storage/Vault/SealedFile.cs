using Archive.Evidence;
using Archive.Storage.Files;

namespace Archive.Storage.Vault;

/// <summary>
/// An object on its way into a vault: whole and sealed in a temporary file, because only then its name is known.
/// </summary>
internal static class SealedFile
{
    /// <returns>The file, to be disposed by the caller, and what is in it.</returns>
    public static async Task<(NewFile File, StoredObject Kept)> Write(
        string temporary, Tenant tenant, ObjectKind kind, IReadOnlyList<Piece> pieces, CancellationToken ct)
    {
        if (pieces.Count == 0)
            throw new ArgumentException("An object has at least one piece.", nameof(pieces));

        var header = ObjectWriter.HeaderFor(kind, Ids.New(), pieces, tenant);
        var prefix = header.Write();
        var length = ObjectWriter.LengthOf(prefix, pieces);
        var file = NewFile.In(temporary, length);
        try
        {
            using var writer = new ObjectWriter(file.Stream, length);
            return (file, new(await writer.Write(prefix, header.Object, pieces, ct), header));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <returns>The file with the same bytes, to be disposed by the caller.</returns>
    public static async Task<NewFile> Copy(string temporary, IStoredBytes bytes, CancellationToken ct)
    {
        var file = NewFile.In(temporary, bytes.Length);
        try
        {
            var buffer = new byte[PieceCipher.SegmentLength];
            var at = 0L;
            for (int read; (read = await bytes.Read(buffer, at, ct)) > 0; at += read)
                await file.Stream.WriteAsync(buffer.AsMemory(0, read), ct);
            if (at != bytes.Length)
                throw new StorageException(Sentences.Of("storage.copy-cut", bytes.Length, at));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
