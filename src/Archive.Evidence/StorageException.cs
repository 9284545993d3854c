namespace Archive.Evidence;

/// <summary>A disk or another storage refused, or cannot do what was asked. The message is English, for logs.</summary>
public sealed class StorageException(Sentence what, Exception? inner = null) : IOException(what.ToString(), inner)
{
    /// <summary>What is wrong, for who reads it at the command line or in a report.</summary>
    public Sentence What => what;
}
