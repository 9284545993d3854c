using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Archive.Cli;
using Archive.Evidence;
using Archive.Verifier;

namespace Archive.Tests.CommandLine;

/// <summary>Help and complaints of `archive` and `archive-verify`, in one language at a time.</summary>
public partial class HelpTests
{
    private static readonly Texts Help = new("Archive.Cli.Resources.Help", typeof(ArchiveCommands).Assembly);
    private static readonly Texts Usage = new("Archive.Verifier.Resources.Usage", typeof(VerifyArguments).Assembly);
    private static readonly Texts Shared =
        new("Archive.Verifier.Resources.CommandLine", typeof(VerifyArguments).Assembly);

    /// <summary>Every command, as it is typed after `archive`.</summary>
    public static TheoryData<string> Commands => new(
        Paths(ArchiveCommands.Root(), "").Select(c => c.Path));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_is_in_the_language_asked_for_and_in_no_other(string path)
    {
        foreach (var (language, other) in new[] { (Language.En, Language.Nl), (Language.Nl, Language.En) })
        {
            var (code, output, error) = await Run($"{path} --help", language);
            Assert.Equal((0, ""), (code, error));
            Assert.Contains(Shared.In(language, "Usage"), output, StringComparison.Ordinal);
            Assert.Empty(OtherSentences(output, language, other));
            Assert.DoesNotContain("{0}", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Each_command_option_and_argument_has_its_text_and_each_text_its_place()
    {
        var known = Help.All(Language.En);
        var used = new HashSet<string>();
        foreach (var (path, command) in Paths(ArchiveCommands.Root(), ""))
        {
            var typed = $"archive {path}".TrimEnd();
            used.Add(typed);
            foreach (var symbol in command.Options.Cast<Symbol>().Concat(command.Arguments))
            {
                if (symbol.Name is not "--help" and not "--version")
                    used.Add(known.ContainsKey($"{typed} {symbol.Name}") ? $"{typed} {symbol.Name}" : symbol.Name);
            }
        }

#if !MARTEN
        used.UnionWith(["archive marten", "archive marten prepare"]);
#endif
        Assert.Equal(
            used.Order(StringComparer.Ordinal),
            known.Keys.Where(k => k != "CertificateParts").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_text_of_what_takes_a_value_begins_with_the_name_of_the_value() => Assert.All(
        from language in new[] { Language.En, Language.Nl }
        from command in Paths(ArchiveCommands.Root(), "")
        from option in command.Command.Options
        where option.Name is not "--help" and not "--version" && option.ValueType != typeof(bool)
        let texts = Help.All(language)
        select texts.GetValueOrDefault($"archive {command.Path} {option.Name}") ?? texts[option.Name],
        text => Assert.Matches(@"^\p{Lu}+  \S", text));

    [Theory]
    [InlineData("requst", "'requst' is hier geen opdracht, optie of argument.")]
    [InlineData("request", "Kies een van de opdrachten.")]
    [InlineData("verify --al", "'--al' is hier geen opdracht, optie of argument.")]
    [InlineData("request decide --decided-on 2026-12-10 --officer A", "NUMMER ontbreekt.")]
    [InlineData("request decide N --officer A", "--decided-on DATUM ontbreekt.")]
    [InlineData("request decide N --officer A --decided-on", "--decided-on DATUM ontbreekt.")]
    [InlineData(
        "request decide N --officer A --decided-on morgen",
        "'morgen' past niet bij --decided-on DATUM: Dag van het besluit, zoals 2026-12-10 of 10-12-2026.")]
    [InlineData("request decide N --officer A --officer B --decided-on 2026-12-10",
        "--officer NAAM is meer dan één keer gegeven.")]
    [InlineData("search --officer A", "ZOEKVRAAG ontbreekt.")]
    [InlineData("watch Mast@don @a@b", "'Mast@don' past niet bij PLATFORM: mastodon")]
    [InlineData(
        "keys rotate certificate --officer A",
        "Geef ofwel --pkcs12 (met --chain als de uitgevers er niet in zitten), ofwel --certificate, --key en --chain.")]
    [InlineData("migrate --version", "'--version' is hier geen opdracht, optie of argument.")]
    [InlineData("keys show logs", "'logs' past niet bij ROL: Een van Log, Export, Anchor, Root.")]
    public async Task What_cannot_be_understood_is_told_in_the_language_asked_for(string typed, string dutch)
    {
        var (code, output, error) = await Run(typed, Language.Nl);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(dutch + "\n\n", error, StringComparison.Ordinal);
        Assert.Empty(OtherSentences(error, Language.Nl, Language.En));
        (_, _, error) = await Run(typed, Language.En);
        Assert.Empty(OtherSentences(error, Language.En, Language.Nl));
    }

    [Theory]
    [InlineData("--nl --help", 0, "Controleert een export")]
    [InlineData("--nl", 3, "EXPORT ontbreekt.")]
    [InlineData("--nl a b", 3, "'b' is hier geen opdracht, optie of argument.")]
    [InlineData("--nl a --trust", 3, "--trust BESTAND ontbreekt.")]
    public async Task The_verifier_helps_in_Dutch_too(string typed, int expected, string begins)
    {
        using var written = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Assert.Equal(expected, await VerifyArguments.Run(typed.Split(' '), written, written));
        Assert.StartsWith(begins, written.ToString(), StringComparison.Ordinal);
        Assert.Empty(OtherSentences(written.ToString(), Language.Nl, Language.En));
    }

    private static async Task<(int Code, string Output, string Error)> Run(string typed, Language language)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var arguments = typed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Caller.Is(new WrittenCaller(language, output, error));
        var code = await ArchiveCommands.Run(arguments);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Texts of the other language that this one says otherwise, of two words or more.</summary>
    private static IEnumerable<string> OtherSentences(string written, Language language, Language other)
    {
        var flat = Space().Replace(written, " ");
        return from texts in new[] { Help, Usage, Shared }
               let own = texts.All(language).Values.SelectMany(Parts).ToHashSet()
               from part in texts.All(other).Values.SelectMany(Parts)
               where part.Contains(' ', StringComparison.Ordinal) && !own.Contains(part)
               where flat.Contains(part, StringComparison.Ordinal)
               select part;
    }

    /// <summary>What stands between the places of a text.</summary>
    private static IEnumerable<string> Parts(string text) =>
        Place().Split(text).Select(p => Space().Replace(p, " ").Trim(' ', '.', ':', '\''));

    private static IEnumerable<(string Path, Command Command)> Paths(Command command, string path) =>
        command.Subcommands.SelectMany(c => Paths(c, $"{path} {c.Name}".Trim())).Prepend((path, command));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\{[0-9][^}]*\}|  ")]
    private static partial Regex Place();
}
