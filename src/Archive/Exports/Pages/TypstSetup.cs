using Microsoft.Extensions.Configuration;

namespace Archive.Exports.Pages;

/// <summary>Where the Typst renderer finds what it needs.</summary>
/// <param name="Node">The Node program, by name or path.</param>
/// <param name="Modules">A directory in which `npm install` was run with the package.json beside the template.</param>
/// <param name="Fonts">Directories with the Noto fonts.</param>
public sealed record TypstSetup(string Node, string Modules, IReadOnlyList<string> Fonts)
{
    private static readonly string[] DebianFonts = ["/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto"];

    /// <summary>
    /// Keys (environment variables with the prefix ARCHIVE_): NODE, default `node` from PATH; TYPST, default
    /// `typst` under HOME; FONTS, separated by ':', default where Debian puts them.
    /// </summary>
    public static TypstSetup From(IConfiguration configuration) => new(
        configuration["NODE"] ?? "node",
        configuration["TYPST"] ?? Path.Combine(configuration["HOME"] ?? ".archive", "typst"),
        configuration["FONTS"]?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? DebianFonts);
}
