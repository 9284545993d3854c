using System.Security.Cryptography;
using Archive.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.Integrity;

/// <summary>A kept answer, for whoever holds it against what the platform or somebody else has of it.</summary>
/// <param name="Object">Name of the sealed object; no digest of the answer.</param>
/// <param name="Came">How its bytes came; null if that is destroyed.</param>
/// <param name="Length">Of the body, in bytes.</param>
/// <param name="AsKept">SHA-256 of the body as it is kept; null if a piece of it is destroyed.</param>
/// <param name="Gone">How many pieces of the body are destroyed.</param>
/// <param name="Pieces">How many it has.</param>
public sealed record AnswerDigest(
    Digest Object, Exchange? Came, long Length, Digest? AsKept, int Gone, int Pieces)
{
    /// <summary>Bytes of the body that were overwritten before it was kept.</summary>
    public long Overwritten => Came?.Masked.Sum(m => m.Length) ?? 0;
}

/// <summary>
/// Computes the digest of an answer from all of its pieces when it is asked for, and keeps it nowhere: whoever had it
/// could guess what was in the answer after it is destroyed (docs/decisions/0165).
/// </summary>
public sealed class AnswerDigests(IVault vault, UnitSecrets units)
{
    /// <param name="name">Of an object that is a response.</param>
    /// <exception cref="FaultException">It is not whole, or not as the format has it.</exception>
    public async Task<AnswerDigest> Of(Digest name, CancellationToken ct)
    {
        using var examined = await vault.Examine(name, ct);
        if (examined.State != ObjectState.Whole)
            throw Sentences.Fault("integrity.answer-not-whole", name, examined.Says);
        var pieces = examined.Header.Pieces;
        var secrets = await units.Get([.. pieces.Select(p => p.Unit).Distinct()], ct);
        async Task<byte[]?> Read(int piece) => secrets.TryGetValue(pieces[piece].Unit, out var secret)
            ? await examined.Read(piece, secret, ct)
            : null;

        var length = pieces.Skip(1).Sum(p => p.Length);
        var came = await Read(0) is { } exchange ? CameOf(exchange, name, length) : null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (gone, at) = (0, 0L);
        for (var piece = 1; piece < pieces.Count; piece++)
        {
            if (await Read(piece) is not { } bytes)
                gone++;
            else if (came?.Overwrites(bytes, at) == false)
                throw Sentences.Fault("integrity.answer-not-overwritten", name);
            else
                hash.AppendData(bytes);
            at += pieces[piece].Length;
        }

        var digest = gone == 0 ? Digest.From(hash.GetHashAndReset()) : (Digest?)null;
        return new(name, came, length, digest, gone, pieces.Count - 1);
    }

    private static Exchange CameOf(byte[] bytes, Digest name, long length)
    {
        try
        {
            var came = Exchange.Read(bytes);
            return came.IsOf(length) ? came : throw Sentences.Fault("integrity.answer-not-overwritten", name);
        }
        catch (FormatException e)
        {
            throw Sentences.Fault(e, "integrity.answer-came-otherwise", name, Sentence.Of(e));
        }
    }
}
