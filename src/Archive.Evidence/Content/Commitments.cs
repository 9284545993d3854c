using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Archive.Evidence.Canonical;
using Archive.Evidence.Merkle;

namespace Archive.Evidence.Content;

/// <summary>
/// Commits to members word by word: leaf i of an RFC 6962 tree is SHA-256(0x00 ‖ salt_i ‖ JCS([path, value])). The salts
/// come from the unit secret and die with it: without them the root tells nothing, not even to one who guesses right.
/// </summary>
public static class Commitments
{
    public const int SaltLength = 32;

    /// <param name="members">In the order of the format; at least one (<see cref="MemberOrder"/>).</param>
    /// <param name="unitSecret">32 bytes, of the unit the record belongs to.</param>
    /// <param name="version">`data.version` of the fact that will hold the commitment: random, never used before.</param>
    /// <exception cref="FormatException">The members are not in the order of the format.</exception>
    public static ContentCommitment Commit(
        MapperName mapper, ReadOnlySpan<byte> unitSecret, Guid version, IReadOnlyList<Member> members)
    {
        if (members.Count == 0)
            throw new FormatException("There is no member to commit to.");
        MemberOrder.Check(members, mapper);

        var leaves = new byte[members.Count][];
        for (var i = 0; i < leaves.Length; i++)
            leaves[i] = LeafHash(Salt(unitSecret, version, i), members[i]);
        return new(mapper, leaves.Length, Root(leaves));
    }

    /// <summary>HMAC-SHA256(unit secret, `archive/salt/v1\n` ‖ version (16 bytes) ‖ i (4 bytes)).</summary>
    internal static byte[] Salt(ReadOnlySpan<byte> unitSecret, Guid version, int i)
    {
        if (unitSecret.Length != 32)
            throw new ArgumentException($"A unit secret is 32 bytes, not {unitSecret.Length}.", nameof(unitSecret));

        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, i);
        return HMACSHA256.HashData(unitSecret, [.. "archive/salt/v1\n"u8, .. Ids.Bytes(version), .. number]);
    }

    internal static byte[] LeafHash(ReadOnlySpan<byte> salt, Member member) =>
        Rfc6962.LeafHash([.. salt, .. CanonicalJson.Write(new JsonArray(member.Path, member.Value))]);

    internal static Digest Root(IReadOnlyList<byte[]> leaves) => Digest.From(Rfc6962.Root(leaves));
}
