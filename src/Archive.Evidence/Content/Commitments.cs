using Archive.Evidence.Merkle;

namespace Archive.Evidence.Content;

/// <summary>
/// Commits to members word by word: leaf i of an RFC 6962 tree is SHA-256(0x00 ‖ salt_i ‖ JCS([path, value])). The
/// salts come from the unit secret and die with it: without them the root tells nothing, not even to one who guesses
/// right.
/// </summary>
public static class Commitments
{
    public const int SaltLength = 32;

    /// <param name="members">In the order of the format, without padding; at least one.</param>
    /// <param name="unitSecret">32 bytes, of the unit the record belongs to.</param>
    /// <param name="version">
    /// `data.version` of the fact that will hold the commitment: random, never used before.
    /// </param>
    /// <exception cref="FormatException">There is none, or they are not in the order of the format.</exception>
    public static ContentCommitment Commit(
        MapperName mapper, ReadOnlySpan<byte> unitSecret, Guid version, IReadOnlyList<Member> members)
    {
        if (members.Count == 0)
            throw new MalformedException("NoMember");
        if (unitSecret.Length != 32)
            throw new ArgumentException($"A unit secret is 32 bytes, not {unitSecret.Length}.", nameof(unitSecret));
        var padded = Padding.Fill(members);
        MemberOrder.Check(padded, mapper);

        var root = Sha256Lanes.IsFast
            ? MemberTree.Root(unitSecret, version, padded)
            : OneByOne(unitSecret, version, padded);
        return new(mapper, padded.Count, Digest.From(root));
    }

    /// <summary>Where the machine has no vectors.</summary>
    internal static byte[] OneByOne(ReadOnlySpan<byte> unitSecret, Guid version, IReadOnlyList<Member> members)
    {
        using var hashes = new MemberHashes(unitSecret, version);
        var tree = new RunningRoot();
        Span<byte> salt = stackalloc byte[SaltLength];
        Span<byte> leaf = stackalloc byte[Rfc6962.HashLength];
        for (var i = 0; i < members.Count; i++)
        {
            hashes.Salt(i, salt);
            hashes.Leaf(salt, members[i], leaf);
            tree.Add(leaf);
        }

        return tree.Root();
    }
}
