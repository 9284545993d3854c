using Archive.Evidence;
using Archive.Home;
using FluentValidation;

namespace Archive.Tests.Home;

public class VaultOptionsTests
{
    private const string Container = "https://zuiderdam.blob.core.windows.net/vault";
    private const string Key = "AAECAwQFBgc=";

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("/mnt/archive/vault", "", 0)]
    [InlineData(Container, Key, 0)]
    [InlineData(Container, "sv=2023-01-03&sr=c&sig=abc%3D", 3650)]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/vault", Key, 1)]
    public void What_goes_together_is_taken(string at, string key, int days) =>
        Assert.Equal(at, new VaultOptions { At = at, Key = key, LockDays = days }.Validated(Language.En).At);

    [Theory]
    [InlineData(Container, "", 0, "unlocked", false, "neither ARCHIVE_VAULT_KEY nor ARCHIVE_VAULT_KEY_FILE")]
    [InlineData(Container, "no key!", 0, "unlocked", false, "neither an account key")]
    [InlineData(Container, Key, -1, "unlocked", false, "ARCHIVE_VAULT_LOCK_DAYS is a number of days")]
    [InlineData(Container, Key, 146_001, "unlocked", false, "ARCHIVE_VAULT_LOCK_DAYS is a number of days")]
    [InlineData(Container, Key, 1, "forever", false, "ARCHIVE_VAULT_LOCK is 'unlocked' or 'locked'")]
    [InlineData(Container, Key, 1, "locked", true, "Leave one of the two out")]
    [InlineData("/mnt/archive/vault", "", 1, "locked", false, "Only Azure Blob Storage enforces a lock")]
    [InlineData("https://zuiderdam.blob.core.windows.net", Key, 0, "unlocked", false, "which is no container")]
    [InlineData(
        "https://zuiderdam.blob.core.windows.net/vault/objects",
        Key,
        0,
        "unlocked",
        false,
        "which is no container")]
    [InlineData(
        "https://zuiderdam.blob.core.windows.net/vault?sig=abc",
        Key,
        0,
        "unlocked",
        false,
        "which is no container")]
    [InlineData(
        "http://zuiderdam.blob.core.windows.net/vault",
        Key,
        0,
        "unlocked",
        false,
        "Only storage on this machine is reached by http")]
    public void What_does_not_is_refused_with_the_variable(
        string at, string key, int days, string mode, bool allowMutable, string says)
    {
        var settings = new VaultOptions {
            At = at,
            Key = key,
            LockDays = days,
            Lock = mode,
            AllowMutable = allowMutable };

        var refused = Assert.Throws<ValidationException>(() => settings.Validated(Language.En));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=abc", refused.Message, StringComparison.Ordinal);
        if (key.Length > 0)
            Assert.DoesNotContain(key, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_is_not_in_what_settings_say_of_themselves() =>
        Assert.DoesNotContain(
            Key,
            new VaultOptions { At = Container, Key = Key }.ToString(),
            StringComparison.Ordinal);
}
