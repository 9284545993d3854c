using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>
/// Reads many pieces of few objects: an object is opened and hashed, and its header read, once while it is among the
/// last few. For one reader at a time.
/// </summary>
public sealed class PieceReader(IVault vault) : IDisposable
{
    private const int Most = 4;

    private readonly List<(Digest Name, VaultObject Object)> opened = []; // the one used last is the last

    /// <summary>The content of a piece, as <see cref="VaultReading.Read"/> reads it.</summary>
    /// <exception cref="FaultException">No such object or piece, changed bytes, or another unit's secret.</exception>
    public async Task<byte[]> Read(Digest name, int piece, byte[] secret, CancellationToken ct)
    {
        var from = await Object(name, ct);
        var place = vault.Place(name);
        await using var content = from.Open(piece, secret, place, leaveOpen: true);
        return await VaultReading.Whole(content, Sentences.Of("storage.piece", piece, place), ct);
    }

    public void Dispose()
    {
        foreach (var (_, one) in opened)
            one.Dispose();
        opened.Clear();
    }

    private async Task<VaultObject> Object(Digest name, CancellationToken ct)
    {
        var at = opened.FindIndex(o => o.Name == name);
        var found = at >= 0 ? opened[at].Object : await vault.OpenWhole(name, ct);
        if (at >= 0)
        {
            opened.RemoveAt(at);
        }
        else if (opened.Count == Most)
        {
            opened[0].Object.Dispose();
            opened.RemoveAt(0);
        }

        opened.Add((name, found));
        return found;
    }
}
