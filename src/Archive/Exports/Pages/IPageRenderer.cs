namespace Archive.Exports.Pages;

/// <summary>
/// The wall between what the pages say and the program that lays them out. A renderer MUST write one PDF that meets
/// PDF/A-3a (ISO 19005-3, level A) and PDF/UA-1 (ISO 14289-1), unsigned. Content MUST be data to it, never markup:
/// no text may change the layout, run a command or fetch anything. It MUST NOT use the network.
/// </summary>
public interface IPageRenderer
{
    /// <summary>
    /// Writes <paramref name="pages"/> as one PDF. An existing file MUST be replaced only once the new one is whole,
    /// and MUST stay as it was if that fails.
    /// </summary>
    /// <exception cref="Evidence.FaultException">
    /// The pages could not be laid out; the message has the renderer's diagnostic, without any content.
    /// </exception>
    Task Render(ExportPages pages, string pdfPath, CancellationToken ct);
}
