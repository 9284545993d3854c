namespace Archive.Evidence;

/// <summary>
/// We are broken, or someone tampered. Never caught to carry on: it stops the work at hand and alarms. The message says
/// what is wrong, with which item by name, and what an operator can do; it never holds content or personal data.
/// </summary>
public sealed class FaultException : Exception
{
    /// <param name="message">In English: for what only who builds the software can mend.</param>
    public FaultException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="FaultException(string)"/>
    public FaultException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <param name="what">In the reader's language; the message says it in English.</param>
    public FaultException(Sentence what, Exception? inner = null)
        : base(what.ToString(), inner) => What = what;

    /// <summary>What is wrong, for who reads it at the command line or in a report.</summary>
    public Sentence? What { get; }

    /// <summary>What is wrong, in that language if it was said in both; in English otherwise.</summary>
    public string In(Language language) => What?.In(language) ?? Message;
}
