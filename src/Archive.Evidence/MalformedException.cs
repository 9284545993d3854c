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

    /// <param name="what">What is wrong, in a sentence of whoever reads the format.</param>
    public MalformedException(Sentence what, Exception? inner = null)
        : base(what.ToString(), inner) => What = what;

    /// <summary>What is wrong, for the reader of a report.</summary>
    public Sentence What { get; }
}
