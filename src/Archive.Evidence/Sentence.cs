namespace Archive.Evidence;

/// <summary>A sentence for people, chosen now and put into the reader's language when it is shown.</summary>
public sealed class Sentence
{
    private static readonly Texts Verification =
        new("Archive.Evidence.Resources.Verification", typeof(Sentence).Assembly);

    private const int NoSpace = 28; // ENOSPC, as the runtime passes it on

    private readonly Func<Language, string> render;

    /// <summary>One of the verifier's own.</summary>
    /// <inheritdoc cref="Sentence(Texts, string, object[])"/>
    public Sentence(string key, params object?[] arguments)
        : this(Verification, key, arguments)
    {
    }

    /// <param name="texts">Where the sentence stands.</param>
    /// <param name="key">Its name there.</param>
    /// <param name="arguments">
    /// What stands in its places. A <see cref="Sentence"/> is put in the reader's language too.
    /// </param>
    public Sentence(Texts texts, string key, params object?[] arguments)
        : this(language => texts.In(language, key, arguments))
    {
    }

    /// <param name="render">For words that stand in data, with both languages side by side.</param>
    public Sentence(Func<Language, string> render) => this.render = render;

    public string In(Language language) => render(language);

    /// <summary>Several, one after another.</summary>
    public static Sentence Join(string separator, IReadOnlyList<Sentence> parts) =>
        new(language => string.Join(separator, parts.Select(part => part.In(language))));

    /// <summary>Why bytes could not be read. The runtime says so in English only, which is not repeated.</summary>
    public static Sentence Of(Exception e) => e switch
    {
        MalformedException { What: var what } => what,
        FaultException { What: { } what } => what,
        StorageException { What: var what } => what,
        _ => new("CannotBeRead"),
    };

    /// <summary>Why a file could not be opened or read.</summary>
    public static Sentence Of(Exception e, string path) => e switch
    {
        StorageException => Of(e),
        FileNotFoundException { FileName: { } name } => new("NoSuchFile", name),
        FileNotFoundException or DirectoryNotFoundException => new("NoSuchFile", path),
        UnauthorizedAccessException => new("AccessDenied", path),
        IOException { HResult: NoSpace } => new("DiskFull", path),
        IOException => new("ReadError", path, e.HResult & 0xffff),
        _ => Of(e),
    };

    /// <summary>In English, for logs.</summary>
    public override string ToString() => In(Language.En);
}
