namespace Archive.Exports.Pdf.Objects;

/// <summary>
/// Where each object is, over all revisions of a file: the newest mention counts. ISO 32000-1 sections 7.5.4 (tables),
/// 7.5.8 (streams) and 7.5.8.4 (both in one file).
/// </summary>
internal sealed class PdfCrossReferences
{
    private readonly Dictionary<int, Entry> entries = [];

    private PdfCrossReferences()
    {
    }

    internal enum Kind
    {
        Free = 0,
        Plain = 1,
        Compressed = 2,
    }

    /// <param name="Offset">
    /// Of a plain object in the file; of a compressed one, the number of its object stream.
    /// </param>
    internal readonly record struct Entry(Kind Kind, long Offset);

    public PdfDictionary Trailer { get; private set; } = new();

    public bool IsStream { get; private set; }

    public int NextNumber { get; private set; } = 1;

    public static PdfCrossReferences Read(PdfFile file, long start)
    {
        var references = new PdfCrossReferences();
        var seen = new HashSet<long>();
        for (long? at = start; at is { } offset && seen.Add(offset);)
        {
            var lexer = file.At(offset);
            var isStream = !lexer.TryKeyword("xref");
            var trailer = isStream ? references.ReadStream(file, offset) : references.ReadTable(lexer);
            if (seen.Count == 1)
                (references.Trailer, references.IsStream) = (trailer, isStream);
            if (trailer["XRefStm"] is { } hybrid)
                references.ReadStream(file, file.Integer(hybrid));
            at = trailer["Prev"] is { } previous ? file.Integer(previous) : null;
        }

        references.NextNumber = (int)Math.Max(
            file.Integer(references.Trailer["Size"]), references.entries.Keys.DefaultIfEmpty(0).Max() + 1L);
        return references;
    }

    public Entry? Find(int number) => entries.TryGetValue(number, out var entry) ? entry : null;

    private PdfDictionary ReadTable(PdfLexer lexer)
    {
        while (!lexer.TryKeyword("trailer"))
        {
            var (first, count) = ((int)lexer.Integer(), lexer.Integer());
            for (var i = 0; i < count; i++)
            {
                var offset = lexer.Integer();
                lexer.Integer();
                var used = lexer.TryKeyword("n");
                if (!used)
                    lexer.Keyword("f");
                entries.TryAdd(first + i, new(used ? Kind.Plain : Kind.Free, offset));
            }
        }

        return lexer.Value() as PdfDictionary ?? throw lexer.Broken("a trailer expected");
    }

    private PdfDictionary ReadStream(PdfFile file, long offset)
    {
        if (file.ReadAt(offset) is not PdfStream { Dictionary: var dictionary } stream
            || dictionary["W"] is not PdfArray { Items.Count: 3 } widthsOf)
        {
            throw Sentences.Fault("exports.pdf-no-references", offset);
        }

        var widths = widthsOf.Items.Select(w => (int)file.Integer(w)).ToArray();
        var sections = dictionary["Index"] is PdfArray index
            ? [.. index.Items.Select(i => (int)file.Integer(i))]
            : new[] { 0, (int)file.Integer(dictionary["Size"]) };
        var data = file.Decode(stream);
        var at = 0;
        for (var s = 0; s + 1 < sections.Length; s += 2)
        {
            for (var i = 0; i < sections[s + 1]; i++)
            {
                var kind = widths[0] == 0 ? Kind.Plain : (Kind)Field(data, ref at, widths[0]);
                var entry = new Entry(kind, Field(data, ref at, widths[1]));
                at += widths[2];
                entries.TryAdd(sections[s] + i, entry);
            }
        }

        return dictionary;
    }

    private static long Field(byte[] data, ref int at, int width)
    {
        if (at + width > data.Length)
            throw Sentences.Fault("exports.pdf-references-cut-short");
        long value = 0;
        for (var i = 0; i < width; i++)
            value = (value << 8) | data[at++];
        return value;
    }
}
