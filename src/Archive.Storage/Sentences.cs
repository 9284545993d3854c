using Archive.Evidence;

namespace Archive.Storage;

/// <summary>What storage says to people: Resources/Storage.resx.</summary>
internal static class Sentences
{
    private static readonly Texts Texts = new("Archive.Storage.Resources.Storage", typeof(Sentences).Assembly);

    /// <inheritdoc cref="Sentence(Texts, string, object[])"/>
    public static Sentence Of(string code, params object?[] arguments) => new(Texts, code, arguments);

    /// <summary>A path or another name, the same in both languages.</summary>
    public static Sentence Named(string name) => new(_ => name);

    /// <summary>A fault that whoever is at the command line reads in their own language.</summary>
    public static FaultException Fault(string code, params object?[] arguments) => new(Of(code, arguments));

    /// <inheritdoc cref="Fault(string, object[])"/>
    public static FaultException Fault(Exception inner, string code, params object?[] arguments) =>
        new(Of(code, arguments), inner);
}
