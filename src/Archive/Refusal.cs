using Archive.Evidence;

namespace Archive;

/// <summary>Why the archive will not do what was asked, and the rule that says so.</summary>
public sealed class Refusal
{
    /// <param name="code">
    /// `capability.what`: names the refusal for programs and tests, and its sentence for people.
    /// </param>
    /// <param name="basis">The rule that says no.</param>
    /// <param name="arguments">
    /// What stands in the sentence's places. A <see cref="Sentence"/> is put in the reader's language too.
    /// </param>
    public Refusal(string code, Basis basis, params object?[] arguments)
        : this(Sentences.Of(code, arguments), code, basis, arguments)
    {
    }

    /// <param name="says">For what brings sentences of its own, such as a kind of request.</param>
    /// <inheritdoc cref="Refusal(string, Basis, object[])"/>
    public Refusal(Sentence says, string code, Basis basis, params object?[] arguments) =>
        (Code, Basis, Arguments, Says) = (code, basis, arguments, says);

    public string Code { get; }

    public Basis Basis { get; }

    public IReadOnlyList<object?> Arguments { get; }

    /// <summary>What is refused, where, and how to mend it: a sentence or two that an officer can act on.</summary>
    public Sentence Says { get; }

    /// <inheritdoc cref="Says"/>
    public string In(Language language) => Says.In(language);

    /// <summary>In English, for tests and logs.</summary>
    public override string ToString() => $"{Code}: {In(Language.En)} ({Basis.In(Language.En)})";
}
