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
            return new Refusal("This password holds half a character; type it again.", "ASVS 5.0 V6.2.8");

        var length = password.EnumerateRunes().Count();
        if (length < Shortest)
            return new Refusal(
                $"A password has at least {Shortest} characters; this has {length}.",
                "BIO2 5.17; ASVS 5.0 V6.2.1");
        if (length > Longest)
            return new Refusal($"A password has at most {Longest} characters; this has {length}.", "ASVS 5.0 V6.2.9");
        if (password.EnumerateRunes().Distinct().Count() < FewestDifferent)
            return new Refusal($"A password has at least {FewestDifferent} different characters.", "ASVS 5.0 V6.2.4");
        if (NameIn(password, name) is { } part)
            return new Refusal(
                $"A password does not hold the officer's own name ('{part}').",
                "BIO2 5.17; ASVS 5.0 V6.2.11");
        if (BesideKnownWords(password, tenant) < FewestBesideKnownWords)
        {
            return new Refusal(
                "This password is made of words that are tried first (the archive, the body, a role, a row of digits).",
                "ASVS 5.0 V6.2.11");
        }

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
