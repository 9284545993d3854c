using System.Text;

namespace Archive.Exports.Pdf.Objects;

/// <summary>
/// Writes objects (ISO 32000-1 section 7.3). Strings are written in hexadecimal: no escapes, no surprises.
/// </summary>
internal static class PdfWriter
{
    public static void Write(Stream file, PdfValue? value)
    {
        switch (value)
        {
            case null: Put(file, "null"); break;
            case PdfBoolean boolean: Put(file, boolean.Value ? "true" : "false"); break;
            case PdfNumber number: Put(file, number.Written); break;
            case PdfName name: Put(file, Escaped(name.Value)); break;
            case PdfString text: Put(file, $"<{Convert.ToHexString(text.Bytes)}>"); break;
            case PdfReference reference: Put(file, $"{reference.Number} {reference.Generation} R"); break;
            case PdfVerbatim verbatim: Put(file, verbatim.Written); break;
            case PdfArray array: WriteArray(file, array); break;
            case PdfDictionary dictionary: WriteDictionary(file, dictionary); break;
            case PdfStream stream: WriteStream(file, stream); break;
            default: throw new InvalidOperationException($"No written form for {value.GetType()}.");
        }
    }

    public static void Put(Stream file, string text) => file.Write(Encoding.Latin1.GetBytes(text));

    private static void WriteArray(Stream file, PdfArray array)
    {
        Put(file, "[");
        for (var i = 0; i < array.Items.Count; i++)
        {
            if (i > 0)
                Put(file, " ");
            Write(file, array.Items[i]);
        }

        Put(file, "]");
    }

    private static void WriteDictionary(Stream file, PdfDictionary dictionary)
    {
        Put(file, "<<");
        foreach (var (name, member) in dictionary.Members)
        {
            Put(file, Escaped(name) + " ");
            Write(file, member);
            Put(file, "\n");
        }

        Put(file, ">>");
    }

    private static void WriteStream(Stream file, PdfStream stream)
    {
        stream.Dictionary["Length"] = new PdfNumber(stream.Data.Length);
        WriteDictionary(file, stream.Dictionary);
        Put(file, "\nstream\n");
        file.Write(stream.Data);
        Put(file, "\nendstream");
    }

    private static string Escaped(string name) => "/" + string.Concat(name.Select(
        c => c is > ' ' and < '\x7F' && !"()<>[]{}/%#".Contains(c) ? $"{c}" : $"#{(int)c:X2}"));
}
