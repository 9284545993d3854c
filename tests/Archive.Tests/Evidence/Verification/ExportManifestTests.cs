using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Sets;

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
}
