using Archive.Exports.Pages;

namespace Archive.Exports;

/// <summary>What stands on pages, and what renders them. All of it has a default.</summary>
public sealed record ExportsOptions
{
    /// <summary>The body as people write it, for covers and pages; the tenant's name unless set.</summary>
    public required string Body { get; init; }

    /// <summary>Where Node, Typst and the fonts are.</summary>
    public required TypstSetup Typst { get; init; }

    public static ExportsOptions Read(Settings settings) => new()
    {
        Body = settings.Text("body", settings.Text("tenant")),
        Typst = TypstSetup.Read(settings),
    };
}
