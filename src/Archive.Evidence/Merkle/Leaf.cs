using System.Security.Cryptography;
using System.Text;

namespace Archive.Evidence.Merkle;

/// <summary>
/// What the log holds of a fact: a commitment to its statement and nothing else, so that anyone may see it.
/// </summary>
public static class Leaf
{
    private static ReadOnlySpan<byte> Domain => "archive/fact/v1\n"u8;

    /// <summary>SHA-256(`archive/fact/v1` LF ‖ statement).</summary>
    /// <param name="statement">Canonical bytes; see Fact.Statement.</param>
    public static Digest Commit(ReadOnlySpan<byte> statement)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Domain);
        hash.AppendData(statement);
        return Digest.From(hash.GetHashAndReset());
    }

    /// <summary>The leaf as it stands in the log: `{"v":1,"c":"64 hex digits"}`.</summary>
    public static byte[] Bytes(Digest commitment) => Encoding.ASCII.GetBytes($$"""{"v":1,"c":"{{commitment}}"}""");

    /// <summary>The leaf's RFC 6962 hash.</summary>
    public static byte[] Hash(Digest commitment) => Rfc6962.LeafHash(Bytes(commitment));
}
