using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Sets;

namespace Archive.Tests.Evidence.Verification;

/// <summary>Rules 7 and 8 of docs/evidence-format.md, "Export", path by path.</summary>
public class ExportLayoutTests
{
    [Fact]
    public void Five_files_are_always_there() => Assert.Equal(
        [
            "LEESMIJ.txt", "README.txt", "evidence/log/checkpoint", "data/records.json",
            "inventory/inventarislijst.csv",
        ],
        ExportLayout.Always.Select(f => f.Path));

    [Theory]
    [InlineData("LEESMIJ.txt")]
    [InlineData("README.txt")]
    [InlineData("letters/decision.pdf")]
    [InlineData("documents/WOO-2026-0001-1.pdf")]
    [InlineData("inventory/inventarislijst.csv")]
    [InlineData("data/records.json")]
    [InlineData("data/unproven.csv")]
    [InlineData("data/diwoo/1/metadata.xml")] // any name, at any depth
    [InlineData("originals/3-0.png")]
    [InlineData("keys/log-0a1b2c3d.vkey")]
    [InlineData("keys/tsa-1.pem")]
    [InlineData("evidence/log/checkpoint")]
    [InlineData("evidence/log/anchor.tlog-proof")]
    [InlineData("evidence/log/anchor-1.tst")]
    [InlineData("evidence/log/anchor-99.pem")]
    [InlineData("evidence/log/anchor-1-0.crl")]
    [InlineData("evidence/facts/0.json")]
    [InlineData("evidence/facts/12.tlog-proof")]
    [InlineData("evidence/content/0198c0de-0000-7000-8000-000000000001.json")]
    public void A_path_that_has_a_place(string path) => Assert.True(ExportLayout.Holds(path));

    [Theory]
    [InlineData("manifest.note")] // which lists the others
    [InlineData("readme.txt")]
    [InlineData("README.txt/more")]
    [InlineData("notes.txt")]
    [InlineData("data")]
    [InlineData("data/")]
    [InlineData("data/../README.txt")]
    [InlineData("data/a b.csv")]
    [InlineData("data/a.csv\n")]
    [InlineData("Data/records.json")]
    [InlineData("metadata/diwoo.xml")]
    [InlineData("keys/log.key")]
    [InlineData("keys/old/log.vkey")]
    [InlineData("evidence/diwoo.xml")]
    [InlineData("evidence/log/head")]
    [InlineData("evidence/log/checkpoint/1")]
    [InlineData("evidence/log/anchor-0.tst")]
    [InlineData("evidence/log/anchor-100.tst")]
    [InlineData("evidence/log/anchor-1-10.crl")]
    [InlineData("evidence/facts/01.json")]
    [InlineData("evidence/facts/1.txt")]
    [InlineData("evidence/facts/x/1.json")]
    [InlineData("evidence/content/1.json")]
    [InlineData("evidence/content/0198C0DE-0000-7000-8000-000000000001.json")]
    public void A_path_that_has_none(string path) => Assert.False(ExportLayout.Holds(path));

    [Theory]
    [InlineData("letters/console.txt", true)]
    [InlineData("letters/.x", true)]
    [InlineData("data/com10", true)]
    [InlineData("letters/a.con", true)]
    [InlineData("letters/con.txt", false)]
    [InlineData("letters/CON", false)]
    [InlineData("data/Lpt1/x", false)]
    [InlineData("data/nul.tar.gz", false)]
    [InlineData("letters/x.", false)]
    [InlineData("letters/x./y", false)]
    public void A_path_that_Windows_can_unpack_and_one_that_it_cannot(string path, bool can) =>
        Assert.Equal(can, ExportPath.IsValid(path));

    [Fact]
    public void A_path_has_at_most_200_characters_with_the_number_of_its_set()
    {
        ManifestLine Of(int letters) => new(Digest.Of([]), 0, $"letters/{new string('x', letters)}");

        Assert.NotNull(new ExportManifest("S-1", SyntheticExport.Voorbeeld, [Of(188)]));
        Assert.Throws<MalformedException>(() => new ExportManifest("S-1", SyntheticExport.Voorbeeld, [Of(189)]));
    }

    [Fact]
    public void A_path_is_made_only_where_it_may_stand()
    {
        Assert.Equal("evidence/facts/7.json", ExportLayout.Facts.PathOf("7.json"));
        Assert.Throws<MalformedException>(() => ExportLayout.Facts.PathOf("seven.json"));
        Assert.Throws<MalformedException>(() => ExportLayout.Data.PathOf("../README.txt"));
    }

    [Fact]
    public void One_file_of_a_place_is_that_file_alone()
    {
        var one = ExportLayout.Data.Only("diwoo.xml");

        Assert.Equal("data/diwoo.xml", one.Path);
        Assert.True(one.Holds("data/diwoo.xml"));
        Assert.False(one.Holds("data/records.json"));
    }
}
