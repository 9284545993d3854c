using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Keys;

namespace Archive.Tests.Evidence.Vault;

public sealed class AgeFileTests
{
    private const string Passphrase = "zeven fietsen in de regen";
    private const int Quick = 10;

    // Made by age 1.1.1: printf 'the keys of an archive\n' | age -p
    private const string MadeByAge =
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCAyUlNnNnR6OEh1TlVBaT"
            + "ZBeU1NVXRRIDE4ClQvVWtDYStvU2lHNUN5R01hRjBxTngzZ1oxRzdSSkdCK05G"
        + "MWJpVFRqZzgKLS0tIEdJYWcvQ3pjR294MDBxTGVadGZpTHk0bHZnK0U4UU9tSG"
        + "1uS0prSHZIZ2sK0GhbmnWpueMg5pYhn5UkmkTun47MCgoh+5Tlmz5LplOVOCGg"
        + "u8syg6ncVXzzLopugYIYVzvJMw==";

    [Fact]
    public void What_age_itself_made_is_opened() =>
        Assert.Equal(
            "the keys of an archive\n",
            Encoding.UTF8.GetString(AgeFile.Decrypt(Convert.FromBase64String(MadeByAge), Passphrase)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(200_000)]
    public void What_is_encrypted_comes_back(int length)
    {
        var plain = new byte[length];
        Random.Shared.NextBytes(plain);

        Assert.Equal(plain, AgeFile.Decrypt(AgeFile.Encrypt(plain, Passphrase, Quick), Passphrase));
    }

    [Fact]
    public void Another_passphrase_opens_nothing()
    {
        var e = Assert.Throws<MalformedException>(
            () => AgeFile.Decrypt(AgeFile.Encrypt("a"u8, Passphrase, Quick), Passphrase + " "));

        Assert.Contains("passphrase", e.Message, StringComparison.Ordinal);
        Assert.Contains("wachtwoordzin", e.What.In(Language.Nl), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_byte_anywhere_is_refused()
    {
        var file = AgeFile.Encrypt("the keys"u8, Passphrase, Quick);
        for (var at = 0; at < file.Length; at++)
        {
            file[at] ^= 0x01;
            Assert.Throws<MalformedException>(() => AgeFile.Decrypt(file, Passphrase));
            file[at] ^= 0x01;
        }
    }

    [Fact]
    public void A_file_that_lost_its_end_or_has_more_is_refused()
    {
        var file = AgeFile.Encrypt(new byte[130_000], Passphrase, Quick);
        var header = Encoding.Latin1.GetString(file).IndexOf("\n---", StringComparison.Ordinal);
        var payload = Array.IndexOf(file, (byte)'\n', header + 1) + 1;
        foreach (var length in new[] { 0, header, payload, payload + 16, payload + 16 + 65_552, file.Length - 1 })
            Assert.Throws<MalformedException>(() => AgeFile.Decrypt(file.AsSpan(0, length), Passphrase));

        Assert.Throws<MalformedException>(() => AgeFile.Decrypt([.. file, 0], Passphrase));
    }
}
