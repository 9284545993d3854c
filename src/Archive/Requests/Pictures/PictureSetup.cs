namespace Archive.Requests.Pictures;

/// <summary>Where the program that redacts pictures finds what it needs.</summary>
/// <param name="Node">The Node program, by name or path.</param>
/// <param name="Modules">A directory in which `sharp` is installed: that of the typesetter.</param>
public sealed record PictureSetup(string Node, string Modules)
{
    /// <summary>Settings `node`, by default from PATH, and `typst`, by default `typst` under `home`.</summary>
    public static PictureSetup Read(Settings settings) => new(
        settings.Text("node", "node"),
        settings.Text("typst", Path.Combine(settings.Text("home", ".archive"), "typst")));
}
