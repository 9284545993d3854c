using System.Collections.Concurrent;

namespace Archive.Evidence.Merkle;

/// <summary>
/// Hashes over ranges of a tile or more that were part of proofs which held. A log only grows, so the hash over a range
/// never changes; and each of these was checked against a signed root, which is more than a tile that is read again can
/// say for itself. What stands nearer to a leaf is always read.
/// </summary>
internal sealed class ProvenRanges
{
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<(ulong Low, ulong High), byte[]> hashes = new();
    private int count;

    public byte[]? Find((ulong Low, ulong High) range) => hashes.GetValueOrDefault(range);

    /// <param name="ranges">Of a proof that was verified.</param>
    public void Add(IReadOnlyList<(ulong Low, ulong High)> ranges, IReadOnlyList<byte[]> proof)
    {
        foreach (var (range, hash) in ranges.Zip(proof))
        {
            if (range.High - range.Low < TileId.FullWidth || !hashes.TryAdd(range, hash))
                continue;
            if (Interlocked.Increment(ref count) >= Most)
                Forget();
        }
    }

    public void Forget()
    {
        hashes.Clear();
        Interlocked.Exchange(ref count, 0);
    }
}
