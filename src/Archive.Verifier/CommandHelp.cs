using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;
using Archive.Evidence;

namespace Archive.Verifier;

/// <summary>What `--help` prints: what a command is for, how it is typed, and what it takes.</summary>
/// <param name="words">See <see cref="CommandLine"/>.</param>
internal sealed class CommandHelp(string program, Texts words, Language language)
{
    private const int Width = 100;
    private const int WidestLeft = 34;

    public static readonly Texts Texts = new("Archive.Verifier.Resources.CommandLine", typeof(CommandHelp).Assembly);

    private readonly IReadOnlyDictionary<string, string> known = words.All(language);
    private readonly IReadOnlyDictionary<string, string> shared = Texts.All(language);

    public void Write(Command command, TextWriter output)
    {
        foreach (var line in Wrapped(Text(Path(command)), Width))
            output.WriteLine(line);
        output.WriteLine();
        WriteUsage(command, output);
        Section("Commands", command.Subcommands.Select(c => (c.Name, Text(Path(c)))), output);
        Section("Arguments", command.Arguments.Select(a => (Typed(command, a), Purpose(command, a))), output);
        Section("Options", Options(command).Select(o => (Typed(command, o), Purpose(command, o))), output);
    }

    /// <summary>Its own options and those of the commands it is a part of that hold for all their parts.</summary>
    public static IEnumerable<Option> Options(Command command) =>
        command.Options.Concat(Above(command).Skip(1).SelectMany(c => c.Options).Where(o => o.Recursive));

    /// <summary>How an argument or an option is typed: `FILE`, `--trust FILE`.</summary>
    public string Typed(Command command, Symbol symbol) => (symbol, Of(command, symbol).Value) switch
    {
        (Option, { Length: > 0 } value) => $"{symbol.Name} {value}",
        (Option, _) => symbol.Name,
        (_, var value) => value,
    };

    /// <summary>What it is for.</summary>
    public string Purpose(Command command, Symbol symbol) => Of(command, symbol).Purpose;

    /// <summary>A text of the program; null if it has none by that key.</summary>
    public string? Sentence(string key) => known.GetValueOrDefault(key);

    private void WriteUsage(Command command, TextWriter output)
    {
        string[] parts =
        [
            .. command is { Subcommands.Count: > 0, Action: null } ? [shared["Command"]] : Array.Empty<string>(),
            .. command.Arguments.Select(a => Typed(command, a)),
            .. Options(command).Where(o => o is not HelpOption and not VersionOption)
                .Select(o => o.Required ? Typed(command, o) : $"[{Typed(command, o)}]"),
        ];
        var indent = $"{shared["Usage"]} {Path(command)} ";
        var line = new StringBuilder(indent.TrimEnd());
        foreach (var part in parts)
        {
            if (line.Length + 1 + part.Length > Width)
            {
                output.WriteLine(line);
                line.Clear().Append(' ', indent.Length - 1);
            }

            line.Append(' ').Append(part);
        }

        output.WriteLine(line);
    }

    private void Section(string title, IEnumerable<(string Left, string Right)> rows, TextWriter output)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(shared[title]);
        var left = Math.Min(all.Max(r => r.Left.Length), WidestLeft);
        foreach (var row in all)
        {
            var lines = Wrapped(row.Right, Width - left - 4).ToList();
            var first = row.Left;
            if (first.Length > left)
                (first, _) = ("", WriteLine(output, $"  {first}"));
            foreach (var line in lines)
                first = WriteLine(output, $"  {first.PadRight(left)}  {line}");
        }
    }

    /// <returns>What stands to the left of the next line: nothing.</returns>
    private static string WriteLine(TextWriter output, string line)
    {
        output.WriteLine(line);
        return "";
    }

    private (string Value, string Purpose) Of(Command command, Symbol symbol)
    {
        var text = symbol switch
        {
            HelpOption => shared["Help"],
            VersionOption => shared["Version"],
            _ => known.GetValueOrDefault($"{Path(command)} {symbol.Name}") ?? Text(symbol.Name),
        };
        if (Choices(symbol) is { Length: > 0 } choices)
            text = string.Format(CultureInfo.InvariantCulture, text, string.Join(", ", choices));
        var takesValue = symbol is not Option { Arity.MaximumNumberOfValues: 0 } and not Option<bool>;
        return takesValue && text.Split("  ", 2) is [var value, var purpose] ? (value, purpose) : ("", text);
    }

    private static string[] Choices(Symbol symbol)
    {
        var type = symbol switch
        {
            Option option => option.ValueType,
            Argument argument => argument.ValueType,
            _ => typeof(string),
        };
        type = type.GetElementType() ?? type;
        return type.IsEnum ? Enum.GetNames(type) : [];
    }

    private string Text(string key) => known.GetValueOrDefault(key)
        ?? throw new System.Resources.MissingManifestResourceException($"The command line has no text for '{key}'.");

    private string Path(Command command) =>
        string.Join(' ', Above(command).Reverse().Select(c => c is RootCommand ? program : c.Name));

    private static IEnumerable<Command> Above(Command command)
    {
        for (Command? at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault())
            yield return at;
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
