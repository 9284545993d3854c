using System.Security.Cryptography;

namespace Archive.Exports.Pdf.Objects;

/// <summary>
/// New and changed objects, appended to a file as one revision (ISO 32000-1 section 7.5.6); the bytes before it stay as
/// they are. Same objects in, same bytes out.
/// </summary>
internal sealed class PdfRevision(PdfFile file)
{
    private readonly SortedDictionary<int, (int Generation, PdfValue? Value)> changed = [];
    private int next = file.NextNumber;

    /// <summary>The catalog, to be changed in place.</summary>
    public PdfDictionary Catalog => Change(file.Trailer["Root"], "Catalog");

    public PdfReference Add(PdfValue value)
    {
        changed[next] = (0, value);
        return new PdfReference(next++, 0);
    }

    /// <summary>The object as this revision has it.</summary>
    public PdfValue? Get(PdfValue? value) =>
        value is PdfReference r && changed.TryGetValue(r.Number, out var mine) ? mine.Value : file.Resolve(value);

    /// <summary>A dictionary that will be written again with what the caller changes in it.</summary>
    /// <param name="type">What it is called in the format, such as `Catalog`.</param>
    public PdfDictionary Change(PdfValue? value, string type)
    {
        if (Get(value) is not PdfDictionary dictionary)
            throw Sentences.Fault("exports.pdf-without", type);
        if (value is PdfReference reference)
            changed[reference.Number] = (reference.Generation, dictionary);
        return dictionary;
    }

    /// <summary>A dictionary inside another, made if it is not there, that will be written again.</summary>
    public PdfDictionary ChangeOrMake(PdfDictionary owner, string name)
    {
        if (Get(owner[name]) is null)
            owner[name] = new PdfDictionary();
        return Change(owner[name], name);
    }

    /// <summary>An array inside a dictionary, grown by some items.</summary>
    public void Extend(PdfDictionary owner, string name, params IEnumerable<PdfValue> items)
    {
        var grown = new PdfArray([.. (Get(owner[name]) as PdfArray)?.Items ?? [], .. items]);
        if (owner[name] is PdfReference reference)
            changed[reference.Number] = (reference.Generation, grown);
        else
            owner[name] = grown;
    }

    public PdfReference FirstPage()
    {
        var node = Catalog["Pages"];
        for (var depth = 0; depth < 100; depth++)
        {
            if (Get(node) is not PdfDictionary page)
                break;
            if (Get(page["Kids"]) is not PdfArray { Items: [var first, ..] })
                return node as PdfReference ?? throw Sentences.Fault("exports.pdf-page-without-number");
            node = first;
        }

        throw Sentences.Fault("exports.pdf-without-pages");
    }

    /// <summary>Appends this revision to the file it was made from, which must not have grown since.</summary>
    public void AppendTo(Stream target)
    {
        if (target.Length != file.Length)
            throw Sentences.Fault("exports.pdf-changed");
        target.Seek(0, SeekOrigin.End);
        PdfWriter.Put(target, "\n");
        using var body = new MemoryStream();
        var places = new SortedDictionary<int, (long Offset, int Generation)>();
        foreach (var (number, (generation, value)) in changed)
        {
            places[number] = (target.Position + body.Length, generation);
            PdfWriter.Put(body, $"{number} {generation} obj\n");
            PdfWriter.Write(body, value);
            PdfWriter.Put(body, "\nendobj\n");
        }

        body.WriteTo(target);
        new PdfTrailer(file, places, Trailer(body)).AppendTo(target, next);
    }

    /// <summary>What the trailer keeps, with an identifier that changes with the revision (section 14.4).</summary>
    private PdfDictionary Trailer(MemoryStream body)
    {
        var content = new PdfString(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length))[..16]);
        var trailer = new PdfDictionary();
        foreach (var name in new[] { "Root", "Info" })
        {
            if (file.Trailer[name] is { } kept)
                trailer[name] = kept;
        }

        var permanent = (file.Resolve(file.Trailer["ID"]) as PdfArray)?.Items.FirstOrDefault();
        trailer["ID"] = new PdfArray([permanent ?? content, content]);
        trailer["Prev"] = new PdfNumber(file.StartXref);
        return trailer;
    }
}
