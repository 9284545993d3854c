namespace Archive.Exports.Pdf.Objects;

/// <summary>
/// The kinds of object a PDF is made of (ISO 32000-1 section 7.3). Null is a C# null; numbers keep
/// their written form, so that what is read and written again does not change.
/// </summary>
internal abstract record PdfValue;

internal sealed record PdfBoolean(bool Value) : PdfValue;

internal sealed record PdfNumber(string Written) : PdfValue
{
    public PdfNumber(long value)
        : this(value.ToString(System.Globalization.CultureInfo.InvariantCulture))
    {
    }
}

/// <param name="Value">Without its solidus and with #xx resolved, one character per byte.</param>
internal sealed record PdfName(string Value) : PdfValue;

internal sealed record PdfString(byte[] Bytes) : PdfValue
{
    /// <summary>Text as UTF-16BE with its mark (ISO 32000-1 section 7.9.2.2).</summary>
    public static PdfString Text(string text) =>
        new([0xFE, 0xFF, .. System.Text.Encoding.BigEndianUnicode.GetBytes(text)]);

    public static PdfString Ascii(string text) => new(System.Text.Encoding.ASCII.GetBytes(text));
}

internal sealed record PdfReference(int Number, int Generation) : PdfValue;

/// <summary>Written as it stands: room that is filled in later.</summary>
internal sealed record PdfVerbatim(string Written) : PdfValue;

internal sealed record PdfArray(List<PdfValue?> Items) : PdfValue
{
    public PdfArray(params IEnumerable<PdfValue?> items)
        : this([.. items])
    {
    }
}

internal sealed record PdfDictionary : PdfValue
{
    public Dictionary<string, PdfValue?> Members { get; } = new(StringComparer.Ordinal);

    public PdfValue? this[string name]
    {
        get => Members.GetValueOrDefault(name);
        set => Members[name] = value;
    }
}

internal sealed record PdfStream(PdfDictionary Dictionary, byte[] Data) : PdfValue;
