using System.Globalization;

namespace Archive.Exports.Pdf.Objects;

/// <summary>A moment as ISO 32000-1 section 7.9.4 writes it, in UTC.</summary>
internal static class PdfDate
{
    public static PdfString Of(DateTimeOffset moment) =>
        PdfString.Ascii($"D:{moment.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}+00'00'");
}
