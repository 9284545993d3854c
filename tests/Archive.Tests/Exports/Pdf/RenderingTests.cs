using Archive.Exports.Pdf;
using Microsoft.Extensions.Configuration;

namespace Archive.Tests.Exports.Pdf;

public sealed class RenderingTests : IDisposable
{
    private readonly string room = Directory.CreateTempSubdirectory("archive-pdf-").FullName;

    public void Dispose() => Directory.Delete(room, recursive: true);

    [NeedsTypst]
    public async Task Pages_are_rendered_in_both_languages()
    {
        var picture = Path.Combine(room, "picture.png");
        TestPicture.Write(picture, 900, 600);
        File.WriteAllText(picture + ".broken", "\u0089PNG and then nothing");
        foreach (var language in Enum.GetValues<PageLanguage>())
        {
            var pdf = $"/tmp/typst/{language}.pdf";
            await new TypstRenderer(TypstSetup.From(new ConfigurationBuilder().AddEnvironmentVariables("ARCHIVE_").Build()))
                .Render(Volumes.Split(SamplePages.In(language, picture))[0], pdf, default);
        }
    }
}
