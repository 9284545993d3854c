using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Sets;
using Archive.Evidence.Zip;

namespace Archive.Tests.Evidence.Verification;

public sealed class ExportManifestTests
{
    public static readonly ExportManifest Golden = new("S-1", SyntheticExport.Voorbeeld,
    [
        new(Digest.Parse("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), 0, "a/empty"),
        new(Digest.Parse("b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060"), 6, "a.txt"),
        new(Digest.Parse("5da8f23decf397b13f4f55b6fb8a61936238bfe08ed9d901132974f1beccc45c"), 6, "B.txt"),
    ]);

    private const string Text =
        """
        archive/export/v1
        S-1
        voorbeeld
        5da8f23decf397b13f4f55b6fb8a61936238bfe08ed9d901132974f1beccc45c 6 B.txt
        b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060 6 a.txt
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 0 a/empty

        """;

    [Fact]
    public void The_manifest_is_text_that_a_person_can_write_out()
    {
        Assert.Equal(Text, Golden.ToString());
        // sha256sum of the text
        Assert.Equal(
            "113f4796a147845ae6cc032769427470b58f762c3e49b82e6d71fafd0c8f5fb8", Digest.Of(Encoding.UTF8.GetBytes(Text))
                .ToString());
        Assert.Equal(Text, ExportManifest.Parse(Text).ToString());
    }

    [Theory]
    [InlineData(" 6 a.txt", " 06 a.txt")]
    [InlineData(" 6 a.txt", "  6 a.txt")]
    [InlineData(" 6 a.txt", " +6 a.txt")]
    [InlineData(" 6 a.txt", " 6 a.txt ")]
    [InlineData(" 6 a.txt", " 6 b.txt")] // then it clashes with B.txt
    [InlineData(" 6 a.txt", " 6 c.txt")] // then it is out of order
    [InlineData(" 6 a.txt", " 6 a/../a.txt")]
    [InlineData(" 6 a.txt", " 6 manifest.note")]
    [InlineData(" 6 a.txt", " 6 Manifest.note")]
    [InlineData("b6a98d", "B6A98D")]
    [InlineData("S-1", "..")]
    [InlineData("S-1", "S/1")]
    [InlineData("voorbeeld", "Voorbeeld")]
    [InlineData("export/v1", "export/v2")]
    [InlineData("a/empty\n", "a/empty")]
    [InlineData("a/empty\n", "a/empty\n\n")]
    [InlineData("S-1\n", "S-1\r\n")]
    public void No_other_text_is_a_manifest(string what, string instead) =>
        Assert.Throws<MalformedException>(
            () => ExportManifest.Parse(Text.Replace(what, instead, StringComparison.Ordinal)));

    [Fact]
    public void The_checksum_of_zips_is_the_standard_one()
    {
        var crc = default(Crc32);
        crc.Append("1234"u8);
        crc.Append("56789"u8);
        Assert.Equal(0xCBF43926u, crc.Value); // the check value of CRC-32/ISO-HDLC

        var whole = default(Crc32);
        whole.Append([.. Enumerable.Range(0, 1003).Select(i => (byte)(i * 7))]);
        Assert.Equal(0xd0c28ec4u, whole.Value); // python3: zlib.crc32(bytes(i * 7 & 255 for i in range(1003)))
    }
}
