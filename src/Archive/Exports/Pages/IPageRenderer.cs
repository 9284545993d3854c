using Archive.Evidence;

namespace Archive.Exports.Pages;

/// <summary>Pages of one document in its PDF, counted from 1.</summary>
public readonly record struct PageSpan(int First, int Last)
{
    /// <summary>`12`, or `12-13`.</summary>
    public override string ToString() => First == Last
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{First}")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{First}-{Last}");
}

/// <summary>
/// The wall between what the pages say and the program that lays them out. A renderer MUST write one PDF that meets
/// PDF/A-3a (ISO 19005-3, level A) and PDF/UA-1 (ISO 14289-1), unsigned. Content MUST be data to it, never markup:
/// no text may change the layout, run a command or fetch anything. It MUST NOT use the network. Asked for several
/// volumes at once it MUST keep the memory that this takes within bounds, and MAY let some wait.
/// </summary>
public interface IPageRenderer
{
    /// <summary>How many volumes it renders at a time, at most.</summary>
    int AtATime { get; }

    /// <summary>
    /// Digest of what it lays out with: program, templates, fonts. While it stays, the same pages give the same PDF.
    /// </summary>
    Digest Tools();

    /// <summary>
    /// Writes <paramref name="pages"/> as one PDF. An existing file MUST be replaced only once the new one is whole,
    /// and MUST stay as it was if that fails.
    /// </summary>
    /// <returns>On which pages each document stands, by its number.</returns>
    /// <exception cref="FaultException">
    /// The pages could not be laid out; the message has the renderer's diagnostic, without any content.
    /// </exception>
    Task<IReadOnlyDictionary<string, PageSpan>> Render(ExportPages pages, string pdfPath, CancellationToken ct);
}
