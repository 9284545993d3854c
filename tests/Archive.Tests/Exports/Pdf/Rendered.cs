using Archive.Exports.Pages;

namespace Archive.Tests.Exports.Pdf;

internal static class Rendered
{
    public static readonly TypstRenderer Renderer = new(TypstSetup.Read(Settings.Of([])));
}
