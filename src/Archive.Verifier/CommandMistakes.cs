using System.CommandLine;
using System.CommandLine.Parsing;
using Archive.Evidence;

namespace Archive.Verifier;

/// <summary>
/// Why arguments cannot be understood, read from what was typed: the library's sentences are English only. A validator
/// of a command names one of the program's texts.
/// </summary>
internal sealed class CommandMistakes(CommandHelp help, Language language)
{
    public IReadOnlyList<string> In(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        List<string> found = [.. parsed.UnmatchedTokens.Select(token => Text("Unknown", token))];
        if (found.Count == 0 && command.Subcommands.Count > 0 && command.Action is null)
            found.Add(Text("NoCommand"));
        found.AddRange(parsed.Errors.Select(e => help.Sentence(e.Message) ?? OfValue(command, e.SymbolResult))
            .OfType<string>());
        found.AddRange(CommandHelp.Options(command).Where(o => o.Required && parsed.GetResult(o) is null)
            .Select(o => Text("Missing", help.Typed(command, o))));
        return found.Count == 0 ? [Text("Misunderstood")] : [.. found.Distinct()];
    }

    /// <returns>Null if it concerns the command itself.</returns>
    private string? OfValue(Command command, SymbolResult? at)
    {
        var (symbol, most) = at switch
        {
            ArgumentResult { Parent: OptionResult option } => Of(option.Option),
            OptionResult option => Of(option.Option),
            ArgumentResult argument => (argument.Argument, argument.Argument.Arity.MaximumNumberOfValues),
            _ => ((Symbol?)null, 0),
        };
        if (symbol is null || most == 0)
            return null;
        var typed = help.Typed(command, symbol);
        return at!.Tokens.Count == 0 ? Text("Missing", typed)
            : at.Tokens.Count > most ? Text("Once", typed)
            : Text("Invalid", string.Join(' ', at.Tokens.Select(t => t.Value)), typed, help.Purpose(command, symbol));
    }

    private static (Symbol? Symbol, int Most) Of(Option option) => (option, option.Arity.MaximumNumberOfValues);

    private string Text(string key, params object?[] arguments) => CommandHelp.Texts.In(language, key, arguments);
}
