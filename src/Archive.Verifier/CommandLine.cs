using System.CommandLine;
using System.CommandLine.Help;
using Archive.Evidence;

namespace Archive.Verifier;

/// <summary>
/// Runs a program's commands, and helps and complains in the reader's language. The library does both in English only,
/// so that its own words are never shown.
/// </summary>
/// <param name="program">What one types to start it.</param>
/// <param name="words">
/// What each command, option and argument is for. The key is what one types: `archive request new` for a command,
/// `archive request new --subject` for an option or argument of it, or `--officer` for those of more commands. Of what
/// takes a value the text begins with the value's name and two spaces: `NAME  Of the officer who acts.` {0} stands for
/// the words that can be chosen from.
/// </param>
public sealed class CommandLine(string program, RootCommand root, Texts words)
{
    /// <summary>What a command that is broken off gets to clear away what it was at.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(10);

    /// <summary>How arguments are read.</summary>
    public static ParserConfiguration Parser { get; } = new()
    {
        ResponseFileTokenReplacer = null, // @ begins an account, not the name of a file with arguments
    };

    /// <param name="misunderstood">The exit code if the arguments cannot be understood.</param>
    /// <param name="within">
    /// Ends the command, where the process does more than that; null: Ctrl-C and SIGTERM do, in ten seconds at the
    /// latest.
    /// </param>
    public async Task<int> Run(
        string[] arguments, Language language, TextWriter output, TextWriter error, int misunderstood,
        CancellationToken? within = null)
    {
        var parsed = root.Parse(arguments, Parser);
        var help = new CommandHelp(program, words, language);
        if (parsed.Action is HelpAction)
        {
            help.Write(parsed.CommandResult.Command, output);
            return 0;
        }

        if (parsed.Errors.Count == 0)
            return await Invoke(parsed, language, error, misunderstood, within);
        foreach (var mistake in new CommandMistakes(help, language).In(parsed))
            error.WriteLine(mistake);
        error.WriteLine();
        help.Write(parsed.CommandResult.Command, error);
        return misunderstood;
    }

    private static async Task<int> Invoke(
        ParseResult parsed, Language language, TextWriter error, int failed, CancellationToken? within)
    {
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        invocation.ProcessTerminationTimeout = within is null ? Ending : null; // null: handles no signals
        try
        {
            return await parsed.InvokeAsync(invocation, within ?? CancellationToken.None);
        }
        catch (OperationCanceledException) // Ctrl-C
        {
            return failed;
        }
        catch (Exception e) // a defect of ours: whoever mends it needs all of it
        {
            await error.WriteLineAsync(CommandHelp.Texts.In(language, "Unexpected", e));
            return failed;
        }
    }
}
