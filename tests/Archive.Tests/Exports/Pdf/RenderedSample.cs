using Archive.Evidence;
using Archive.Exports.Pages;
using Archive.Exports.Pdf;
using Archive.Keys.Certificates;

namespace Archive.Tests.Exports.Pdf;

/// <summary>The sample in both languages, rendered, enriched and signed once for all tests of a class.</summary>
public sealed class RenderedSample : IAsyncLifetime
{
    public string Room { get; } = Directory.CreateTempSubdirectory("archive-sample-").FullName;

    public string Certificates => Path.Combine(Room, "certificate");

    public string Drawn(Language language) => Path.Combine(Room, $"{language}.drawn.pdf");

    public string Signed(Language language) => Path.Combine(Room, $"{language}.pdf");

    public async Task InitializeAsync()
    {
        if (NeedsTypstAttribute.Reason is not null)
            return;
        var picture = Path.Combine(Room, "picture.png");
        TestPicture.Write(picture, 900, 600);
        File.WriteAllBytes(picture + ".broken", [.. File.ReadAllBytes(picture).AsSpan(0, 60)]);
        using var certificate = SigningCertificate.LoadOrCreateDevelopment(
            Certificates,
            new FixedClock(SamplePages.MadeAt));
        foreach (var language in Enum.GetValues<Language>())
        {
            var pages = SamplePages.OneVolume(SamplePages.In(language, picture));
            Places[language] = await Rendered.Renderer.Render(pages, Drawn(language), default);
            File.Copy(Drawn(language), Signed(language));
            PdfEnricher.Enrich(Signed(language));
            PdfSigner.Sign(Signed(language), certificate, Signature);
        }
    }

    /// <summary>On which pages each document stands, as the renderer says.</summary>
    public Dictionary<Language, IReadOnlyDictionary<string, PageSpan>> Places { get; } = [];

    public static PdfSignature Signature { get; } = new(
        "Gemeente Voorbeeldstad", "Woo-besluit Z-2026-0142", "Digitale handtekening van Gemeente Voorbeeldstad",
        SamplePages.MadeAt, Digest.Of("a set"u8));

    public Task DisposeAsync()
    {
        Directory.Delete(Room, recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class FixedClock(DateTimeOffset moment) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => moment;
}
