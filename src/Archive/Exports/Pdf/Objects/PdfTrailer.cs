using System.Buffers.Binary;

namespace Archive.Exports.Pdf.Objects;

/// <summary>The cross-references of a revision, of the kind the file already has, and its end.</summary>
internal sealed class PdfTrailer(
    PdfFile file, SortedDictionary<int, (long Offset, int Generation)> places, PdfDictionary trailer)
{
    /// <param name="next">The first number no object has.</param>
    public void AppendTo(Stream target, int next)
    {
        var start = target.Position;
        if (file.HasXrefStream)
            WriteStream(target, next);
        else
            WriteTable(target, next);
        PdfWriter.Put(target, $"startxref\n{start}\n%%EOF\n");
    }

    private void WriteStream(Stream target, int number)
    {
        places[number] = (target.Position, 0); // it lists itself
        var data = new byte[places.Count * 11];
        var at = 0;
        foreach (var (offset, generation) in places.Values)
        {
            data[at] = 1;
            BinaryPrimitives.WriteInt64BigEndian(data.AsSpan(at + 1), offset);
            BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(at + 9), (ushort)generation);
            at += 11;
        }

        trailer["Type"] = new PdfName("XRef");
        trailer["Size"] = new PdfNumber(number + 1);
        trailer["W"] = new PdfArray(new PdfNumber(1), new PdfNumber(8), new PdfNumber(2));
        trailer["Index"] = new PdfArray(
            Runs().SelectMany(run => new[] { new PdfNumber(run[0]), new PdfNumber(run.Count) }));
        PdfWriter.Put(target, $"{number} 0 obj\n");
        PdfWriter.Write(target, new PdfStream(trailer, data));
        PdfWriter.Put(target, "\nendobj\n");
    }

    private void WriteTable(Stream target, int next)
    {
        PdfWriter.Put(target, "xref\n");
        foreach (var run in Runs())
        {
            PdfWriter.Put(target, $"{run[0]} {run.Count}\n");
            foreach (var number in run)
                PdfWriter.Put(target, $"{places[number].Offset:D10} {places[number].Generation:D5} n\r\n");
        }

        trailer["Size"] = new PdfNumber(next);
        PdfWriter.Put(target, "trailer\n");
        PdfWriter.Write(target, trailer);
        PdfWriter.Put(target, "\n");
    }

    /// <summary>Object numbers in unbroken runs.</summary>
    private List<List<int>> Runs()
    {
        List<List<int>> runs = [];
        foreach (var number in places.Keys)
        {
            if (runs is [.., [.., var last]] && last == number - 1)
                runs[^1].Add(number);
            else
                runs.Add([number]);
        }

        return runs;
    }
}
