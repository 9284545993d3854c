using System.IO.Compression;

namespace Archive.Exports.Pdf.Objects;

/// <summary>
/// Undoes the compression that structural streams use: Flate with or without a PNG predictor (ISO 32000-1 sections
/// 7.4.4, 7.4.4.4). Pictures and fonts are never decoded here.
/// </summary>
internal static class PdfFilters
{
    private const int FirstPngPredictor = 10;

    public static byte[] Decode(PdfFile file, PdfStream stream)
    {
        var filters = List(file, stream.Dictionary["Filter"]);
        var parameters = List(file, stream.Dictionary["DecodeParms"]);
        var data = stream.Data;
        for (var i = 0; i < filters.Count; i++)
        {
            if (filters[i] is not PdfName { Value: "FlateDecode" })
                throw Sentences.Fault("exports.pdf-packed-otherwise");
            data = Inflate(data);
            if (i < parameters.Count && parameters[i] is PdfDictionary p
                && Number(file, p, "Predictor", 1) >= FirstPngPredictor)
                data = Unpredict(data, Number(file, p, "Columns", 1), BytesPerPixel(file, p));
        }

        return data;
    }

    private static List<PdfValue?> List(PdfFile file, PdfValue? value) => file.Resolve(value) switch
    {
        null => [],
        PdfArray array => [.. array.Items.Select(file.Resolve)],
        var single => [single],
    };

    private static int Number(PdfFile file, PdfDictionary parameters, string name, int otherwise) =>
        parameters[name] is { } value ? (int)file.Integer(value) : otherwise;

    private static int BytesPerPixel(PdfFile file, PdfDictionary parameters) =>
        Math.Max(1, Number(file, parameters, "Colors", 1) * Number(file, parameters, "BitsPerComponent", 8) / 8);

    private static byte[] Inflate(byte[] packed)
    {
        using var zip = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var data = new MemoryStream();
        try
        {
            zip.CopyTo(data);
        }
        catch (InvalidDataException e)
        {
            throw Sentences.Fault(e, "exports.pdf-not-unpacked");
        }

        return data.ToArray();
    }

    /// <summary>PNG filters (ISO/IEC 15948 section 9.2): each row starts with the kind of its filter.</summary>
    private static byte[] Unpredict(byte[] data, int columns, int pixel)
    {
        var row = columns * pixel;
        var rows = data.Length / (row + 1);
        var plain = new byte[rows * row];
        for (var y = 0; y < rows; y++)
        {
            var kind = data[y * (row + 1)];
            for (var x = 0; x < row; x++)
            {
                var at = (y * row) + x;
                var left = x >= pixel ? plain[at - pixel] : 0;
                var up = y > 0 ? plain[at - row] : 0;
                var corner = x >= pixel && y > 0 ? plain[at - row - pixel] : 0;
                plain[at] = (byte)(data[(y * (row + 1)) + 1 + x] + Predicted(kind, left, up, corner));
            }
        }

        return plain;
    }

    private static int Predicted(int kind, int left, int up, int corner) => kind switch
    {
        1 => left,
        2 => up,
        3 => (left + up) / 2,
        4 => Paeth(left, up, corner),
        _ => 0,
    };

    private static int Paeth(int left, int up, int corner)
    {
        var (fromLeft, fromUp) = (Math.Abs(up - corner), Math.Abs(left - corner));
        var fromCorner = Math.Abs(left + up - (2 * corner));
        return fromLeft <= fromUp && fromLeft <= fromCorner ? left : fromUp <= fromCorner ? up : corner;
    }
}
