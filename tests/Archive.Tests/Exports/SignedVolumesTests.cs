using Archive.Evidence;
using Archive.Exports.Pages;
using Archive.Exports.Parts;
using Archive.Keys.Certificates;
using Archive.Tests.Exports.Pdf;

namespace Archive.Tests.Exports;

/// <summary>A volume of a killed export is used again if the same would be made, and never otherwise.</summary>
public sealed class SignedVolumesTests : IDisposable
{
    private static readonly Digest Binding = Digest.Of("a place in a set"u8), Tools = Digest.Of("fonts"u8);

    private readonly string directory = Directory.CreateTempSubdirectory("archive-kept-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Its_key_is_of_all_that_is_on_its_pages_and_of_nothing_else()
    {
        using var certificate = Certificate("one");
        using var another = Certificate("another");
        var pages = SamplePages.In(Language.Nl, "/one/picture.png");
        var key = SignedVolumes.KeyOf(pages, Binding, Tools, certificate);

        Assert.Equal(key, SignedVolumes.KeyOf(
            SamplePages.In(Language.Nl, "/another/picture.png") with { MadeAt = DateTimeOffset.UnixEpoch },
            Binding, Tools, certificate));
        var english = SamplePages.In(Language.En, "/one/picture.png");
        Assert.NotEqual(key, SignedVolumes.KeyOf(english, Binding, Tools, certificate));
        Assert.NotEqual(key, SignedVolumes.KeyOf(pages with { Volumes = 2 }, Binding, Tools, certificate));
        Assert.NotEqual(
            key,
            SignedVolumes.KeyOf(
                pages with { Records = [pages.Records[0] with { Text = [PageRun.Words("Iets")] }, pages.Records[1]] },
                Binding, Tools, certificate));
        Assert.NotEqual(key, SignedVolumes.KeyOf(pages, Digest.Of("another set"u8), Tools, certificate));
        Assert.NotEqual(key, SignedVolumes.KeyOf(pages, Binding, Digest.Of("another font"u8), certificate));
        Assert.NotEqual(key, SignedVolumes.KeyOf(pages, Binding, Tools, another));
    }

    [Fact]
    public void What_is_not_whole_is_not_used()
    {
        var kept = new SignedVolumes(Path.Combine(directory, "volumes"));
        var pdf = Path.Combine(directory, "one.pdf");
        File.WriteAllText(pdf, "pages");
        var again = Path.Combine(directory, "again.pdf");

        Assert.Null(kept.Take(Binding, again));
        kept.Keep(Binding, pdf, new Dictionary<string, PageSpan> { ["7"] = new(2, 3) });
        Assert.Equal(new PageSpan(2, 3), Assert.Single(kept.Take(Binding, again)!).Value);
        Assert.Equal("pages", File.ReadAllText(again));

        File.WriteAllText(pdf, "pag");
        Assert.Null(kept.Take(Binding, Path.Combine(directory, "third.pdf")));
    }

    private SigningCertificate Certificate(string name) => SigningCertificate.LoadOrCreateDevelopment(
        Path.Combine(directory, name), new FixedClock(SamplePages.MadeAt));
}
