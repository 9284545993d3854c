namespace Archive;

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
