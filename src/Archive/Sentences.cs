using System.Collections.Concurrent;
using Archive.Evidence;

namespace Archive;

/// <summary>
/// Finds the sentences of the capabilities by their code: `people.name-taken` is in People/Resources/People.resx.
/// </summary>
public static class Sentences
{
    private static readonly ConcurrentDictionary<string, Texts> TextsOfCapability = new();

    /// <inheritdoc cref="Sentence(Texts, string, object[])"/>
    public static Sentence Of(string code, params object?[] arguments) => new(TextsOf(code), code, arguments);

    /// <summary>A fault that whoever is at the command line reads in their own language.</summary>
    public static FaultException Fault(string code, params object?[] arguments) => new(Of(code, arguments));

    /// <inheritdoc cref="Fault(string, object[])"/>
    public static FaultException Fault(Exception inner, string code, params object?[] arguments) =>
        new(Of(code, arguments), inner);

    internal static Texts TextsOf(string code) => TextsOfCapability.GetOrAdd(
        code[..code.IndexOf('.', StringComparison.Ordinal)],
        word =>
        {
            var capability = char.ToUpperInvariant(word[0]) + word[1..];
            return new($"Archive.{capability}.Resources.{capability}", typeof(Sentences).Assembly);
        });
}
