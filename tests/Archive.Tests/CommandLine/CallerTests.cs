using System.Globalization;
using System.Text.RegularExpressions;
using Archive.Cli;
using Archive.Evidence;
using Archive.Tests.Architecture;

namespace Archive.Tests.CommandLine;

/// <summary>A command answers who typed it, which need not be the terminal of its own process.</summary>
public partial class CallerTests
{
    /// <summary>What speaks to the terminal of its own process, and why.</summary>
    private static readonly string[] OfThisProcess = ["Caller.cs", "Typed.cs", "CommandClient.cs"];

    [Fact]
    public void No_command_reads_or_writes_the_console_by_itself() => Assert.Empty(
        from file in Directory.EnumerateFiles(
            Path.Combine(DirectionTests.Root, "src", "Archive.Cli"), "*.cs", SearchOption.TopDirectoryOnly)
        where !OfThisProcess.Contains(Path.GetFileName(file))
        from Match use in ConsoleOrSecret().Matches(File.ReadAllText(file))
        select $"{Path.GetFileName(file)}: {use.Value}");

    [Fact]
    public async Task Two_commands_at_once_answer_each_their_own_caller()
    {
        async Task<string> Help(Language language)
        {
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            Caller.Is(new WrittenCaller(language, output, output));
            await Task.Yield();
            await ArchiveCommands.Run(["search", "--help"]);
            return output.ToString();
        }

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Help(i % 2 == 0 ? Language.Nl : Language.En)));

        Assert.All(
            answers.Index(),
            a => Assert.StartsWith(a.Index % 2 == 0 ? "Zoek" : "Find", a.Item, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\bConsole\.\w+|GetEnvironmentVariable\(\x22ARCHIVE_\w*(?:PASSWORD|PASSPHRASE)")]
    private static partial Regex ConsoleOrSecret();
}
