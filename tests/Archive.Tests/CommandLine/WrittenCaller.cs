using Archive.Cli;
using Archive.Evidence;

namespace Archive.Tests.CommandLine;

/// <summary>Somebody whose answers are kept as text, and who types nothing.</summary>
internal sealed class WrittenCaller(
    Language language, TextWriter output, TextWriter error, bool onTerminal = false) : Caller
{
    public override Language Language => language;

    public override TextWriter Output => output;

    public override TextWriter Error => error;

    public override bool ErrorIsRedirected => !onTerminal;

    public override string Path(string typed) => System.IO.Path.GetFullPath(typed);

    public override string? Secret(string variable) => null;

    public override Task<string> Ask(string prompt, CancellationToken ct, bool seen = false) =>
        throw new InvalidOperationException(prompt);
}
