namespace Archive;

/// <summary>Something that happened, in the past tense. Once recorded it is never changed, only followed.</summary>
public interface IFact;

/// <summary>The name a fact has in the store for ever. Renaming the C# type leaves it alone.</summary>
/// <param name="name">`capability.what-happened/version`.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FactNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>What a rule answers: the facts to record, or why not. A refusal is an answer, not an error.</summary>
public abstract record Answer
{
    private Answer()
    {
    }

    public sealed record Accepted(params IFact[] Facts) : Answer;

    public sealed record Refused(Refusal Because) : Answer;

    public static Answer Accept(params IFact[] facts) => new Accepted(facts);

    public static Answer Refuse(string reason, string basis) => new Refused(new Refusal(reason, basis));
}

/// <summary>Why the archive will not do what was asked, and the rule that says so.</summary>
/// <param name="Reason">One sentence an officer can act on.</param>
/// <param name="Basis">Where the rule comes from: an article of law, or a decision in docs/decisions.</param>
public sealed record Refusal(string Reason, string Basis);
