using System.Security.Cryptography;
using System.Text;

namespace Archive.People;

/// <summary>
/// PBKDF2 with HMAC-SHA256 (RFC 8018 section 5.2): what is kept of a password. 16 random bytes of salt, 32 bytes of
/// hash, and the iterations it was made with, so that a later release may raise them.
/// </summary>
public sealed record PasswordHash(int Iterations, byte[] Salt, byte[] Hash)
{
    /// <summary>OWASP's advice for PBKDF2-HMAC-SHA256; about 0.4 s of one core here.</summary>
    public const int IterationsNow = 600_000;

    private const int SaltLength = 16;
    private const int HashLength = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true);

    /// <summary>The hash of no password: checking against it takes as long as against a real one.</summary>
    public static PasswordHash OfNobody { get; } = new(IterationsNow, new byte[SaltLength], new byte[HashLength]);

    public static PasswordHash Of(string password, int iterations = IterationsNow)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new PasswordHash(iterations, salt, Derive(password, salt, iterations));
    }

    /// <summary>Takes the same time whichever byte differs. A password that is no text is no password.</summary>
    public bool Matches(string password)
    {
        try
        {
            return CryptographicOperations.FixedTimeEquals(Hash, Derive(password, Salt, Iterations));
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(
            StrictUtf8.GetBytes(password),
            salt,
            iterations,
            HashAlgorithmName.SHA256,
            HashLength);
}
