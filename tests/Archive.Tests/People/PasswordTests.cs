using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.People;

namespace Archive.Tests.People;

public class PasswordTests
{
    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("zeven fietsen in de regen")]
    [InlineData("şifre·güvenli·çok")] // any characters
    [InlineData("🦊🐢🐙🦉🐝🦋🐌🐞🦀🐠🐬🐳")] // twelve characters, however many bytes
    public void A_long_password_of_any_characters_is_taken(string password) =>
        Assert.Null(PasswordRules.Check(password, "Anna de Vries", "voorbeeldstad"));

    [Theory]
    [InlineData("elf tekens!", "at least 12 characters; this one has 11")]
    [InlineData("🦊🐢🐙🦉🐝🦋", "this one has 6")] // characters, not bytes
    [InlineData("aaaaaaaaaaaaabbbb", "different characters")]
    [InlineData("Anna fietst graag door de stad", "name of its account ('Anna')")]
    [InlineData("naar de VRIES in de vriezer", "name of its account ('Vries')")]
    [InlineData("Welkom2026!!", "tried first")]
    [InlineData("archief-archief", "tried first")]
    [InlineData("voorbeeldstad2026", "tried first")] // the body's own name
    [InlineData("wachtwoord1234", "tried first")]
    public void A_weak_password_is_refused(string password, string because)
    {
        var refusal = PasswordRules.Check(password, "Anna de Vries", "voorbeeldstad");

        Assert.Contains(because, refusal!.In(Language.En), StringComparison.Ordinal);
        Assert.Contains("ASVS", refusal.Basis.In(Language.Nl), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_refused() => Assert.Equal(
        "people.password-half-character",
        PasswordRules.Check("half a fox \ud83e is no fox", "Anna", "voorbeeldstad")!.Code);

    [Fact]
    public void A_password_may_be_long_but_not_endless()
    {
        var phrase = string.Concat(Enumerable.Range(1, 26).Select(i => "zin " + (char)('a' + i) + "boom "));

        Assert.Null(PasswordRules.Check(phrase[..256], "Anna", "voorbeeldstad"));
        Assert.Equal(
            "people.password-long", PasswordRules.Check(phrase[..256] + "!", "Anna", "voorbeeldstad")!.Code);
    }

    // python3: hashlib.pbkdf2_hmac("sha256", "zeven fietsen in de regen".encode(), bytes(range(16)), 600000).hex()
    [Fact]
    public void A_hash_is_PBKDF2_as_others_compute_it()
    {
        var hash = new PasswordHash(
            600_000, [.. Enumerable.Range(0, 16).Select(i => (byte)i)], Convert.FromHexString(
                "45564137aa0bbf2c108b3a5f7c37d598f0dff306a31ec7ed6cce3aa3a1104c6c"));

        Assert.True(hash.Matches("zeven fietsen in de regen"));
        Assert.False(hash.Matches("zeven fietsen in de regen "));
    }

    [Fact]
    public void Two_hashes_of_one_password_differ()
    {
        var (one, other) = (PasswordHash.Of("zeven fietsen", 1000), PasswordHash.Of("zeven fietsen", 1000));

        Assert.NotEqual(one.Salt, other.Salt);
        Assert.NotEqual(one.Hash, other.Hash);
        Assert.True(one.Matches("zeven fietsen") && other.Matches("zeven fietsen"));
    }

    [Fact]
    public void Half_a_character_matches_nothing() =>
        Assert.False(PasswordHash.Of("zeven fietsen", 1000).Matches("\ud83e"));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)] // mistyping costs nothing
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(10, 32)]
    [InlineData(11, 60)]
    [InlineData(1_000_000, 60)] // never for good
    public void Wrong_passwords_in_a_row_cost_time(int failures, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), SignInThrottle.After(failures));
}
