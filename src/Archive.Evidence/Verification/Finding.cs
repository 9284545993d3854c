namespace Archive.Evidence.Verification;

/// <summary>A sentence for people, in both languages of the reports.</summary>
public readonly record struct Words(string English, string Dutch)
{
    /// <summary>Words with what a parser had to say, which is English only.</summary>
    public Words With(string detail) => new($"{English}: {detail}", $"{Dutch}: {detail}");

    public string In(bool dutch) => dutch ? Dutch : English;
}

/// <summary>What the verification has against one file.</summary>
/// <param name="Path">The file, relative to the set; the zip's own name if it concerns no single file.</param>
public sealed record Finding(string Path, Words What)
{
    public Finding(string path, string english, string dutch)
        : this(path, new Words(english, dutch))
    {
    }
}
