using System.Text;

namespace Archive.People;

/// <summary>
/// Which passwords we take. Any characters, any mix, nothing cut off or changed, no forced renewal (ASVS 6.2.5, 6.2.8,
/// 6.2.10); long enough, not the officer's own name, not words anyone here would try first.
/// </summary>
public static class PasswordRules
{
    /// <summary>In characters as a reader counts them (Unicode code points).</summary>
    public const int Shortest = 12;

    /// <summary>ASVS 6.2.9 asks for at least 64; beyond this a password is a way to keep the processor busy.</summary>
    public const int Longest = 256;

    private const int FewestDifferent = 5;
    private const int FewestBesideKnownWords = 6;

    private static readonly string[] KnownWords =
    [
        "archive", "archief", "archivaris", "beheerder", "administrator", "admin", "auditor", "officer", "behandelaar",
        "gemeente", "provincie", "waterschap", "welkom", "welcome", "wachtwoord", "password", "qwerty", "azerty",
        "letmein", "geheim", "secret", "1234567890", "123456789", "12345678", "123456", "2024", "2025", "2026", "2027",
    ];

    /// <param name="name">The officer's own name, as the account has it.</param>
    /// <returns>Null if the password will do.</returns>
    public static Refusal? Check(string password, string name, string tenant)
    {
        if (!IsText(password))
            return new Refusal("people.password-half-character", Basis.Of("ASVS 5.0 V6.2.8"));

        var length = password.EnumerateRunes().Count();
        if (length < Shortest)
            return new Refusal("people.password-short", Basis.Of("BIO2 5.17; ASVS 5.0 V6.2.1"), Shortest, length);
        if (length > Longest)
            return new Refusal("people.password-long", Basis.Of("ASVS 5.0 V6.2.9"), Longest, length);
        if (password.EnumerateRunes().Distinct().Count() < FewestDifferent)
            return new Refusal("people.password-monotone", Basis.Of("ASVS 5.0 V6.2.4"), FewestDifferent);
        if (NameIn(password, name) is { } part)
            return new Refusal("people.password-has-name", Basis.Of("BIO2 5.17; ASVS 5.0 V6.2.11"), part);
        if (BesideKnownWords(password, tenant) < FewestBesideKnownWords)
            return new Refusal("people.password-known-words", Basis.Of("ASVS 5.0 V6.2.11"));

        return null;
    }

    private static bool IsText(string password)
    {
        try
        {
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetByteCount(password);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static string? NameIn(string password, string name) =>
        name.Split([' ', '.', '-', '_', '@'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Append(name)
            .FirstOrDefault(part => part.Length >= 3 && password.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static int BesideKnownWords(string password, string tenant)
    {
        var rest = password;
        foreach (var word in KnownWords.Append(tenant).OrderByDescending(w => w.Length))
            rest = rest.Replace(word, "", StringComparison.OrdinalIgnoreCase);
        return rest.EnumerateRunes().Count();
    }
}
