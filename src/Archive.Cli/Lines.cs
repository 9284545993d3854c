using Archive.Evidence;

namespace Archive.Cli;

/// <summary>What commands say to who typed them, in that person's language.</summary>
/// <param name="resource">The file in Resources/.</param>
internal sealed class Lines(string resource)
{
    private readonly Texts texts = new($"Archive.Cli.Resources.{resource}", typeof(Lines).Assembly);

    public static Language Language => Caller.Now.Language;

    public string Text(string key, params object?[] arguments) => texts.In(Language, key, arguments);

    public FaultException Fault(string key, params object?[] arguments) => new(new Sentence(texts, key, arguments));

    public void Write(string key, params object?[] arguments) => Print(Text(key, arguments));

    public void WriteError(string key, params object?[] arguments) => Caller.Now.Error.WriteLine(Text(key, arguments));

    /// <summary>What is the same in every language: a key, a file name, what somebody wrote.</summary>
    public static void Print(string line) => Caller.Now.Output.WriteLine(line);
}
