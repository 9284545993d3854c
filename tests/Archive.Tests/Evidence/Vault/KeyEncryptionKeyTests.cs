using System.Runtime.Versioning;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Keys;

namespace Archive.Tests.Evidence.Vault;

[SupportedOSPlatform("linux")]
public sealed class KeyEncryptionKeyTests : IDisposable
{
    // The key of golden.py.
    private static readonly string File64 =
        "archive/key-encryption-key/v1\ncafe0000-1111-4222-8333-444444444444\n"
            + $"{string.Concat(Enumerable.Range(64, 32).Select(i => $"{i:x2}"))}\n";

    private readonly TestDirectory directory = new();

    private string KeyFile => directory.File("keys/key-encryption-key");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void It_is_made_once_and_only_its_owner_may_read_it()
    {
        var made = KeyEncryptionKey.OpenOrCreate(KeyFile);

        Assert.Equal(made.Id, KeyEncryptionKey.OpenOrCreate(KeyFile).Id);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    [Fact]
    public void What_was_destroyed_is_recognised_by_the_hash_that_the_format_describes()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        File.WriteAllText(KeyFile, File64);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var key = new SuppressionKey(KeyEncryptionKey.OpenOrCreate(KeyFile), VaultSample.Tenant);

        Assert.Equal(
            "4213124d1d6ad6df846c1ee031057eb7ecb09624565abc959f6bc488d3404a37",
            Convert.ToHexStringLower(key.Of("mastodon", "social.example", "status", "113500000000000001")));
        Assert.Equal(
            "437646598df4098e72bcdcddae565450eab4c364fc57ba596b0582865fb21054",
            Convert.ToHexStringLower(key.Of("mastodon", "social.example", "account", "109")));
        Assert.NotEqual(key.Of("a", "b", "c", "d"), key.Of("a", "b", "cd", "")); // nothing runs together
    }

    [Fact]
    public async Task Of_many_who_make_it_at_once_all_have_the_same()
    {
        var ids = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => KeyEncryptionKey.OpenOrCreate(KeyFile).Id)));

        Assert.Single(ids.Distinct());
    }

    [Fact]
    public void A_file_that_others_may_read_is_refused_with_the_way_to_mend_it()
    {
        KeyEncryptionKey.OpenOrCreate(KeyFile);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var fault = Assert.Throws<FaultException>(() => KeyEncryptionKey.OpenOrCreate(KeyFile));

        Assert.Contains($"chmod 600 '{KeyFile}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_is_no_key()
    {
        foreach (var text in new[] {
            "",
            File64 + "\n",
            File64.ToUpperInvariant(),
            File64[..^1],
            File64.Replace("\n", "\r\n", StringComparison.Ordinal) })
        {
            Place(text);
            Assert.Throws<FaultException>(() => KeyEncryptionKey.Open(KeyFile));
        }
    }

    [Fact]
    public void A_missing_key_is_not_quietly_replaced() =>
        Assert.Contains(
            "back-up",
            Assert.Throws<FaultException>(() => KeyEncryptionKey.Open(KeyFile)).Message,
            StringComparison.Ordinal);

    // Expected values here and below: python3 golden.py.
    [Fact]
    public void A_secret_that_another_program_sealed_is_opened()
    {
        var key = Place(File64);
        var row = Convert.FromHexString(
            "000102030405060708090a0b3a046e7b738942a7ca1b8ac9b4e0c2b493d5"
                + "3f1a7859bb44f639f28d5dac77417612a49286698246bfa5b588c2dccae1");

        Assert.Equal(VaultSample.SecretA, key.Open(VaultSample.Tenant, VaultSample.UnitA, key.Id, row));
        Assert.Throws<FaultException>(() => key.Open(VaultSample.Tenant, VaultSample.UnitB, key.Id, row));
        Assert.Throws<FaultException>(() => key.Open(new("noorddam"), VaultSample.UnitA, key.Id, row));
        Assert.Throws<FaultException>(() => key.Open(VaultSample.Tenant, VaultSample.UnitA, Ids.New().ToString(), row));
        for (var at = 0; at < row.Length; at++)
        {
            row[at] ^= 0x10;
            Assert.Throws<FaultException>(() => key.Open(VaultSample.Tenant, VaultSample.UnitA, key.Id, row));
            row[at] ^= 0x10;
        }
    }

    [Fact]
    public void A_sealed_secret_is_never_the_same_twice_and_opens()
    {
        var key = Place(File64);
        var (first, second) = (key.Seal(VaultSample.Tenant, VaultSample.UnitA, VaultSample.SecretB), key.Seal(
            VaultSample.Tenant,
            VaultSample.UnitA,
            VaultSample.SecretB));

        Assert.NotEqual(first, second);
        Assert.Equal(VaultSample.SecretB, key.Open(VaultSample.Tenant, VaultSample.UnitA, key.Id, second));
    }

    [Fact]
    public void A_medium_has_the_key_that_the_format_describes()
    {
        var medium = new MediumKey(Place(File64).Derive("archive/medium/v1\n"u8, VaultSample.Tenant));
        using var parts = medium.Begin();
        parts.AppendData("ab"u8);
        parts.AppendData("c"u8);

        Assert.Equal(
            "6ed6b94da01d5d4bb12e93eff4c91dcf06cc897302c15d76d8eef6d61062aa53",
            Convert.ToHexStringLower(medium.Of("abc"u8)));
        Assert.Equal(medium.Of("abc"u8), parts.GetHashAndReset());
    }

    private KeyEncryptionKey Place(string text)
    {
        Directory.CreateDirectory(directory.File("keys"));
        File.Delete(KeyFile);
        File.WriteAllText(KeyFile, text, Encoding.ASCII);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return text == File64 ? KeyEncryptionKey.Open(KeyFile) : null!;
    }
}
