using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Archive.Cli;
using Archive.Evidence;
using Archive.Verifier;

namespace Archive.Tests.Docs;

/// <summary>
/// What pages tell to type is understood by the command line, and every command is on a page. That they do what they
/// promise is shown by running them (TypedAsWrittenTests).
/// </summary>
public partial class DocumentedCommandsTests
{
    /// <summary>Each as the shell hands it over.</summary>
    public static TheoryData<string> Documented => new(
        DocumentedCommands.All.Where(c => !c.InProse).Select(c => c.Text)
            .Concat(DocumentedCommands.All.Where(c => c.Text.Contains('@', StringComparison.Ordinal))
                .Select(c => c.Text))
            .Where(c => c.StartsWith("./archive ", StringComparison.Ordinal) && !IsTheScripts(c))
            .Distinct());

    [Theory]
    [MemberData(nameof(Documented))]
    public void What_a_page_tells_to_type_is_understood(string typed)
    {
        var parsed = ArchiveCommands.Root().Parse(Words(typed), Parser);

        Assert.Empty(parsed.Errors.Select(e => e.Message));
    }

    [Theory]
    [InlineData("collect mastodon @account@server")]
    [InlineData("watch mastodon @account@server")]
    [InlineData("search @samira --officer A")]
    [InlineData("request redact N 1 --mention @samira --ground 5.1.2e --officer A")]
    [InlineData("request redact N 1 --text @samira --ground 5.1.2e --officer A")]
    public async Task An_at_sign_begins_an_account_and_no_file_of_arguments(string typed)
    {
        // One option too many: it is told, and nothing is run.
        using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var command = new Archive.Verifier.CommandLine("archive", ArchiveCommands.Root(), Help);
        await command.Run([.. typed.Split(' '), "--no-such"], Language.En, TextWriter.Null, error, misunderstood: 1);

        Assert.StartsWith(
            "'--no-such' is not a command, option or argument here.\n\n", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verifier_takes_no_file_of_arguments_either()
    {
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        await VerifyArguments.Run(["@set.zip", "--trust", "@keys"], TextWriter.Null, error);

        Assert.DoesNotContain("Response file", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_of_the_help_is_on_a_page() => Assert.Empty(
        from path in Leaves(ArchiveCommands.Root(), "./archive")
        where !path.StartsWith("./archive marten", StringComparison.Ordinal)
            && !DocumentedCommands.All.Any(
                c => c.Text == path || c.Text.StartsWith(path + " ", StringComparison.Ordinal))
        select path);

    [Theory]
    [InlineData("./archive")]
    [InlineData("rm -r .archive")]
    public void A_line_that_is_not_known_to_be_typed_or_not_is_found(string line)
    {
        var page = $"Text.\n\n    {line}\n    curl x\n\nText.\n";
        Assert.Throws<InvalidOperationException>(() => DocumentedCommands.In("page", page).ToList());
    }

    [Fact]
    public void Commands_are_found_wherever_they_stand() => Assert.Equal(
        ["./archive verify", "./archive up", "./archive stop"],
        DocumentedCommands.In(
            "page",
            "Run `./archive\nup` first.\n\n    ./archive verify   # all\n\n```sh\n./archive stop\n```\n")
            .Select(c => c.Text).Order(StringComparer.Ordinal).Reverse());

    private static readonly Texts Help = new("Archive.Cli.Resources.Help", typeof(ArchiveCommands).Assembly);

    private static readonly ParserConfiguration Parser = Archive.Verifier.CommandLine.Parser;

    /// <summary>Those that the script answers itself.</summary>
    private static bool IsTheScripts(string command) => command.Split(' ')[1]
        is "demo" or "test" or "benchmark" or "up" or "database" or "stop" or "install" or "check" or "help";

    /// <summary>Quotes as a shell takes them; of what only stands for something, a value that fits.</summary>
    private static string[] Words(string typed) =>
    [
        .. Word().Matches(typed["./archive ".Length..].TrimEnd('&', ' ')).Select(w => w.Value.Trim('\''))
            .Select(w => w is "RECORD" or "ID" ? $"{Guid.Empty}" : w is "REASON" or "REDEN" ? "Exercise" : w),
    ];

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0
            ? [path]
            : command.Subcommands.SelectMany(c => Leaves(c, $"{path} {c.Name}"));

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Word();
}
