using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Archive.Evidence;

/// <summary>
/// A SHA-256 value: 32 bytes, written as 64 lower-case hex digits. Two digests are equal if their bytes are; `default`
/// is not a digest and refuses to be written.
/// </summary>
public readonly record struct Digest
{
    public const int Length = 32;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private readonly string? hex;

    private Digest(string hex) => this.hex = hex;

    public static Digest Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Takes the 32 bytes of a digest that was computed elsewhere.</summary>
    public static Digest From(ReadOnlySpan<byte> hash) => hash.Length == Length
        ? new(Convert.ToHexStringLower(hash))
        : throw new MalformedException("DigestLength", Length, hash.Length);

    public static Digest Parse(string hex) => TryParse(hex, out var digest)
        ? digest
        : throw new MalformedException("DigestForm", hex);

    public static bool TryParse([NotNullWhen(true)] string? hex, out Digest digest)
    {
        var valid = hex is { Length: 2 * Length } && !hex.AsSpan().ContainsAnyExcept(Digits);
        digest = valid ? new Digest(hex!) : default;
        return valid;
    }

    public byte[] ToBytes() => Convert.FromHexString(ToString());

    public override string ToString() => hex ?? throw new InvalidOperationException("This digest was never set.");
}
