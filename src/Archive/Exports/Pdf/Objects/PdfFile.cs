using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Text;
using Archive.Evidence;

namespace Archive.Exports.Pdf.Objects;

/// <summary>
/// An unencrypted PDF, read in place: enough to find its objects, whether its cross-references are tables or streams
/// and whether its objects stand alone or in object streams (ISO 32000-1 sections 7.5.4 to 7.5.8). Holds the file open.
/// </summary>
internal sealed class PdfFile : IDisposable
{
    private const int TailLength = 2048;

    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly PdfCrossReferences references;
    private readonly Dictionary<int, (int Number, PdfValue? Value)[]> objectStreams = [];

    /// <exception cref="FaultException">The file is no PDF, is damaged, or is encrypted.</exception>
    public PdfFile(string path)
    {
        Length = new FileInfo(path).Length;
        if (Length == 0)
            throw Sentences.Fault("exports.pdf-empty", path);
        map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        try
        {
            StartXref = FindStart();
            references = PdfCrossReferences.Read(this, StartXref);
            if (Trailer["Encrypt"] is not null)
                throw Sentences.Fault("exports.pdf-encrypted", path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public long Length { get; }

    public long StartXref { get; }

    public PdfDictionary Trailer => references.Trailer;

    /// <summary>Whether the newest cross-reference section is a stream; an update must be of the same kind.</summary>
    public bool HasXrefStream => references.IsStream;

    /// <summary>The first object number that is free.</summary>
    public int NextNumber => references.NextNumber;

    public PdfLexer At(long offset) => new(at => at < Length ? view.ReadByte(at) : -1, offset);

    /// <summary>Follows references to the object itself; null for an object that is free or was never there.</summary>
    public PdfValue? Resolve(PdfValue? value)
    {
        for (var hops = 0; value is PdfReference reference; hops++)
        {
            if (hops > 100)
                throw Sentences.Fault("exports.pdf-object-in-itself", reference.Number);
            value = Read(reference.Number);
        }

        return value;
    }

    public long Integer(PdfValue? value) =>
        Resolve(value) is PdfNumber number
            && long.TryParse(number.Written, NumberStyles.Integer, CultureInfo.InvariantCulture, out var integer)
                ? integer
                : throw Sentences.Fault("exports.pdf-no-integer");

    public byte[] Decode(PdfStream stream) => PdfFilters.Decode(this, stream);

    /// <summary>The object that is written at an offset as `12 0 obj … endobj`.</summary>
    public PdfValue? ReadAt(long offset)
    {
        var lexer = At(offset);
        lexer.Integer();
        lexer.Integer();
        lexer.Keyword("obj");
        var value = lexer.Value();
        return value is PdfDictionary dictionary && lexer.TryKeyword("stream") ? ReadStream(lexer, dictionary) : value;
    }

    public void Dispose()
    {
        view.Dispose();
        map.Dispose();
    }

    private PdfStream ReadStream(PdfLexer lexer, PdfDictionary dictionary)
    {
        if (lexer.Peek() == '\r')
            lexer.Next();
        if (lexer.Next() != '\n')
            throw lexer.Broken("a line end expected after 'stream'");
        var length = Integer(dictionary["Length"]);
        if (length < 0 || length > Length - lexer.Position)
            throw lexer.Broken("a stream longer than the file");
        return new PdfStream(dictionary, Bytes(lexer.Position, (int)length));
    }

    private PdfValue? Read(int number)
    {
        switch (references.Find(number))
        {
            case { Kind: PdfCrossReferences.Kind.Plain } entry:
                return ReadAt(entry.Offset);
            case { Kind: PdfCrossReferences.Kind.Compressed } entry:
                var stream = (int)entry.Offset;
                if (!objectStreams.TryGetValue(stream, out var objects))
                    objectStreams[stream] = objects = ReadObjectStream(stream);
                return objects.FirstOrDefault(o => o.Number == number).Value;
            default:
                return null;
        }
    }

    private (int Number, PdfValue? Value)[] ReadObjectStream(int number)
    {
        if (Read(number) is not PdfStream stream)
            throw Sentences.Fault("exports.pdf-no-object-stream", number);
        var data = Decode(stream);
        var (count, first) = (Integer(stream.Dictionary["N"]), Integer(stream.Dictionary["First"]));
        var head = new PdfLexer(data);
        var places = new List<(int Number, long Offset)>();
        for (var i = 0; i < count; i++)
            places.Add(((int)head.Integer(), first + head.Integer()));
        return [.. places.Select(place => (place.Number, new PdfLexer(data, place.Offset).Value()))];
    }

    private long FindStart()
    {
        var length = (int)Math.Min(TailLength, Length);
        var tail = Encoding.Latin1.GetString(Bytes(Length - length, length));
        var at = tail.LastIndexOf("startxref", StringComparison.Ordinal);
        return at < 0
            ? throw Sentences.Fault("exports.pdf-cut-short")
            : new PdfLexer(Encoding.Latin1.GetBytes(tail), at + "startxref".Length).Integer();
    }

    private byte[] Bytes(long offset, int length)
    {
        var bytes = new byte[length];
        view.ReadArray(offset, bytes, 0, length);
        return bytes;
    }
}
