using System.Buffers.Binary;
using System.Security.Cryptography;
using Archive.Evidence.Canonical;
using Archive.Evidence.Merkle;

namespace Archive.Evidence.Content;

/// <summary>
/// The salts and leaf hashes of one version. The key of the salts is set up once, and one buffer holds a leaf after the
/// other: a version has some fifty members, and each costs little more than its hashes. For one thread at a time.
/// </summary>
internal sealed class MemberHashes : IDisposable
{
    /// <summary>In bytes, what a salt is made of besides the secret.</summary>
    public const int SaltedLength = 16 + 16 + 4;

    private readonly IncrementalHash salts;
    private readonly byte[] salted = new byte[SaltedLength];
    private readonly CanonicalWriter leaf = new(capacity: 512);
    private readonly Guid version;

    /// <param name="unitSecret">32 bytes, of the unit the record belongs to.</param>
    public MemberHashes(ReadOnlySpan<byte> unitSecret, Guid version)
    {
        if (unitSecret.Length != 32)
            throw new ArgumentException($"A unit secret is 32 bytes, not {unitSecret.Length}.", nameof(unitSecret));
        salts = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, unitSecret);
        this.version = version;
    }

    private static ReadOnlySpan<byte> Purpose => "archive/salt/v1\n"u8;

    /// <summary>`archive/salt/v1\n` ‖ version (16 bytes) ‖ i (4 bytes).</summary>
    public static void Salted(Guid version, int i, Span<byte> salted)
    {
        Purpose.CopyTo(salted);
        version.TryWriteBytes(salted[Purpose.Length..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(salted[(Purpose.Length + 16)..], i);
    }

    /// <summary>HMAC-SHA256(unit secret, `archive/salt/v1\n` ‖ version (16 bytes) ‖ i (4 bytes)).</summary>
    public void Salt(int i, Span<byte> salt)
    {
        Salted(version, i, salted);
        salts.AppendData(salted);
        salts.GetHashAndReset(salt);
    }

    /// <summary>SHA-256(0x00 ‖ salt ‖ JCS([path, value])).</summary>
    public void Leaf(ReadOnlySpan<byte> salt, Member member, Span<byte> hash) => Leaf(leaf, salt, member, hash);

    /// <summary>SHA-256(0x00 ‖ salt ‖ JCS([path, value])), where one salt is known and not the secret.</summary>
    public static byte[] LeafOf(ReadOnlySpan<byte> salt, Member member)
    {
        var hash = new byte[Rfc6962.HashLength];
        Leaf(new CanonicalWriter(capacity: 128), salt, member, hash);
        return hash;
    }

    public void Dispose() => salts.Dispose();

    private static void Leaf(CanonicalWriter leaf, ReadOnlySpan<byte> salt, Member member, Span<byte> hash)
    {
        leaf.Clear();
        leaf.Raw(salt);
        MemberList.Write(leaf, member);
        Rfc6962.LeafHash(leaf.Written, hash);
    }
}
