namespace Archive.Evidence;

/// <summary>A sentence of the verifier, chosen now and put into the reader's language when it is shown.</summary>
/// <param name="key">Its name in Resources/Verification.resx.</param>
/// <param name="arguments">What stands in its places. A <see cref="Sentence"/> is put in that language too.</param>
public sealed class Sentence(string key, params object?[] arguments)
{
    private static readonly Texts Texts = new("Archive.Evidence.Resources.Verification", typeof(Sentence).Assembly);

    public string In(Language language) =>
        Texts.In(language, key, Array.ConvertAll(arguments, a => a is Sentence part ? part.In(language) : a));

    /// <summary>Why bytes could not be read. The runtime says so in English only, which is not repeated.</summary>
    public static Sentence Of(Exception e) => e switch
    {
        MalformedException { What: var what } => what,
        FaultException { What: { } what } => what,
        _ => new("CannotBeRead"),
    };

    /// <summary>Why a file could not be opened or read.</summary>
    public static Sentence Of(Exception e, string path) => e switch
    {
        FileNotFoundException { FileName: { } name } => new("NoSuchFile", name),
        FileNotFoundException or DirectoryNotFoundException => new("NoSuchFile", path),
        UnauthorizedAccessException => new("AccessDenied", path),
        IOException => new("ReadError", path, e.HResult & 0xffff),
        _ => Of(e),
    };

    /// <summary>In English, for logs.</summary>
    public override string ToString() => In(Language.En);
}
