namespace Archive.Exports.Pages;

/// <summary>Where the Typst renderer finds what it needs.</summary>
/// <param name="Node">The Node program, by name or path.</param>
/// <param name="Modules">A directory in which `npm install` was run with the package.json beside the template.</param>
/// <param name="Fonts">Directories with the Noto fonts.</param>
/// <param name="Slots">
/// A directory that all processes on the machine share which render: they take turns there. Null: each by itself.
/// </param>
public sealed record TypstSetup(string Node, string Modules, IReadOnlyList<string> Fonts, string? Slots = null)
{
    private static readonly string[] DebianFonts = ["/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto"];

    /// <summary>
    /// Settings `node`, by default `node` from PATH; `typst`, by default `typst` under `home`; `fonts`, separated by
    /// ':', by default where Debian puts them.
    /// </summary>
    public static TypstSetup Read(Settings settings) => new(
        settings.Text("node", "node"),
        settings.Text("typst", Path.Combine(settings.Text("home", ".archive"), "typst")),
        settings.Text("fonts") is { Length: > 0 } fonts
            ? fonts.Split(':', StringSplitOptions.RemoveEmptyEntries)
            : DebianFonts,
        Path.Combine(settings.Text("home", ".archive"), "run", "renderers"));
}
