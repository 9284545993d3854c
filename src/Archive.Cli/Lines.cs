using Archive.Evidence;

namespace Archive.Cli;

/// <summary>What commands say to who typed them, in the language of the system.</summary>
/// <param name="resource">The file in Resources/.</param>
internal sealed class Lines(string resource)
{
    private readonly Texts texts = new($"Archive.Cli.Resources.{resource}", typeof(Lines).Assembly);

    public static Language Language { get; } = Language.FromEnvironment();

    public string Text(string key, params object?[] arguments) => texts.In(Language, key, arguments);

    public FaultException Fault(string key, params object?[] arguments) => new(new Sentence(texts, key, arguments));

    public void Write(string key, params object?[] arguments) => Console.WriteLine(Text(key, arguments));

    public void WriteError(string key, params object?[] arguments) => Console.Error.WriteLine(Text(key, arguments));
}
