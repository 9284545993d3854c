namespace Archive.Evidence;

/// <summary>
/// Bytes or text are not in the form that a format of ours demands. The message is English, for logs.
/// </summary>
public sealed class MalformedException : FormatException
{
    /// <inheritdoc cref="Sentence(string, object[])"/>
    public MalformedException(string key, params object?[] arguments)
        : this(null, key, arguments)
    {
    }

    /// <inheritdoc cref="Sentence(string, object[])"/>
    public MalformedException(Exception? inner, string key, params object?[] arguments)
        : this(new Sentence(key, arguments), inner)
    {
    }

    private MalformedException(Sentence what, Exception? inner)
        : base(what.ToString(), inner) => What = what;

    /// <summary>What is wrong, for the reader of a report.</summary>
    public Sentence What { get; }
}
