using System.Diagnostics.CodeAnalysis;

namespace Archive;

/// <summary>What came of an act that gives nothing back. A refusal is an answer, not an error.</summary>
public sealed class Outcome
{
    private Outcome(Refusal? refusal) => Refusal = refusal;

    public static Outcome Done { get; } = new(null);

    /// <summary>Why not; null if it was done.</summary>
    public Refusal? Refusal { get; }

    /// <summary>A rule says yes: these facts are to be recorded.</summary>
    public static Outcome<IFact[]> Accept(params IFact[] facts) => facts;

    public static Outcome<T> Of<T>(T value) => new Outcome<T>.Done(value);

    public static implicit operator Outcome(Refusal because) => new(because);

    public bool IsRefused([NotNullWhen(true)] out Refusal? because) => (because = Refusal) is not null;
}

/// <summary>
/// What came of an act or a question: a value, or why it was refused. Read it by <see cref="IsRefused"/>, or as
/// <see cref="Done"/> and <see cref="Refused"/> in a pattern.
/// </summary>
public abstract record Outcome<T>
{
    private Outcome()
    {
    }

    public sealed record Done(T Value) : Outcome<T>;

    public sealed record Refused(Refusal Because) : Outcome<T>;

    /// <summary>Why not; null if it was done.</summary>
    public Refusal? Refusal => (this as Refused)?.Because;

    public static implicit operator Outcome<T>(T value) => new Done(value);

    public static implicit operator Outcome<T>(Refusal because) => new Refused(because);

    /// <summary>
    /// `if (await desk.Do(…).IsRefused(out var why, out var done)) return why;` and from there on `done` is there.
    /// </summary>
    public bool IsRefused([NotNullWhen(true)] out Refusal? because, [MaybeNullWhen(true)] out T value)
    {
        because = Refusal;
        value = this is Done done ? done.Value : default;
        return because is not null;
    }
}
