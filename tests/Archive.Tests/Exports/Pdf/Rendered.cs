using Archive.Exports.Pages;
using Microsoft.Extensions.Configuration;

namespace Archive.Tests.Exports.Pdf;

internal static class Rendered
{
    public static readonly TypstRenderer Renderer = new(TypstSetup.Read(Settings.Of([])));
}
