using Archive.Exports.Pages;

namespace Archive.Tests.Exports.Pdf;

public sealed class HostilePictureTests : IDisposable
{
    /// <summary>
    /// 8 by 8 pixels in four inks, written by another program. It decodes, but PDF/A refuses it here.
    /// </summary>
    private const string FourInks =
        "/9j/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAAU"
        + "CAAIAAgEAREAAhEAAxEABBEA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQID"
        + "AAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZn"
        + "aGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx"
        + "8vP09fb3+Pn6/9oADgQBAAIAAwAEAAA/APDbPtXhv2P2r5/rx2v/2Q==";

    private readonly string room = Directory.CreateTempSubdirectory("archive-pictures-").FullName;

    public void Dispose() => Directory.Delete(room, recursive: true);

    [NeedsTypst]
    public async Task No_picture_can_stop_an_export()
    {
        var good = Path.Combine(room, "good");
        TestPicture.Write(good, 90, 60);
        byte[][] pictures =
        [
            Convert.FromBase64String(FourInks),
            File.ReadAllBytes(good)[..60],             // cut short
            "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(),
            [],
            File.ReadAllBytes(good),
        ];
        var pages = SamplePages.Empty() with { Records = [SamplePages.Plain("1", "x") with { Media = [.. pictures
            .Select(Medium)] }] };
        var pdf = Path.Combine(room, "pictures.pdf");

        await Rendered.Renderer.Render(pages, pdf, default);

        var text = Tool.Run("pdftotext", pdf, "-").Output;
        Assert.Equal(4, text.Split("Dit bestand is hier niet afgebeeld.").Length - 1);
        Assert.Contains(" 90    60 ", Tool.Run("pdfimages", "-list", pdf).Output, StringComparison.Ordinal);
    }

    private PageMedium Medium(byte[] content, int i)
    {
        var path = Path.Combine(room, $"{i}");
        File.WriteAllBytes(path, content);
        return new() { Type = "image/jpeg", Bytes = content.Length, Path = path };
    }
}
