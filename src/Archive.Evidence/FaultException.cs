namespace Archive.Evidence;

/// <summary>
/// We are broken, or someone tampered. Never caught to carry on: it stops the work at hand and alarms. The message says
/// what is wrong, with which item by name, and what an operator can do; it never holds content or personal data.
/// </summary>
public sealed class FaultException : Exception
{
    public FaultException(string message)
        : base(message)
    {
    }

    public FaultException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <param name="what">For the reader of a report; the message says it in English.</param>
    public FaultException(Sentence what, Exception inner)
        : base(what.ToString(), inner) => What = what;

    /// <summary>What is wrong, if the verifier reports it.</summary>
    public Sentence? What { get; }
}
