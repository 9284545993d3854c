namespace Archive.Exports.Pdf;

/// <summary>A file inside the PDF, associated with the whole document (ISO 19005-3 section 6.8).</summary>
/// <param name="Name">File name; ASCII, unique in the document.</param>
/// <param name="MediaType">Such as `text/csv`.</param>
/// <param name="Description">Shown by readers, in the language of the document.</param>
public sealed record PdfAttachment(
    string Name, string MediaType, AttachmentRelationship Relationship, string Description, byte[] Content);

/// <summary>What an attachment is to the document (ISO 19005-3 annex E).</summary>
public enum AttachmentRelationship
{
    /// <summary>Data from which something in the document was made, such as the inventory.</summary>
    Data,
    Source,
    Alternative,
    Supplement,
    Unspecified,
}
