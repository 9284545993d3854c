using Archive.IntegrationTests.Faults;
using Archive.Requests;

namespace Archive.IntegrationTests.Security;

/// <summary>
/// What strangers wrote, or who typed a command, cannot command the terminal it is shown on: every command that shows
/// such text, as a real process.
/// </summary>
public sealed class TerminalTests
{
    /// <summary>Clears the screen, sets its title, rings, turns the line around, sets a colour, hides.</summary>
    private const string Hostile = "\u001b[2J\u001b]0;eigenaar\u0007 \u202Egnp.exe\u202C \u2066x\u2069\u009b31m\uFEFF";

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task No_command_prints_what_commands_a_terminal()
    {
        var platform = new WrittenPlatform();
        platform.Write("a", $"<p>Kerkstraat {Hostile} einde.</p>", Noon);
        await using var archive = await ArchiveUnderTest.Start(platform, account: WrittenPlatform.Account);
        await archive.Visit();
        var (officer, _) = await archive.Officers();
        await archive.Decided("kerkstraat");
        var request = Assert.Single(await archive.Get<RequestRegister>().All(default));

        foreach (var (typed, shows) in new[]
                 {
                     (new[] { "search", "kerkstraat", "--officer", officer.Name }, "einde."),
                     (["request", "show", $"{request.Number}", "--officer", officer.Name], "einde."),
                     (["request", "show", $"WOO-{Hostile}", "--officer", officer.Name], "WOO-"),
                     (["watch", "mastodon", $"@{Hostile}"], "eigenaar"),
                     (["search", $"from:{Hostile}", "--officer", officer.Name], ""),
                     ([$"sear{Hostile}"], "sear"),
                     (["keys", "show", Hostile], "eigenaar"),
                     (["vault", "copy", "--from", $"/tmp/{Hostile}", "--to", "/tmp"], "/tmp/"),
                 })
        {
            using var command = ProductProcess.Cli(
                archive.Settings, typed, ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password));
            await command.Ended(TimeSpan.FromMinutes(2));

            Assert.Contains(shows, command.Output, StringComparison.Ordinal);
            Assert.Equal((typed[0], ""), (typed[0], Commands(command.Output)));
            if (shows.Length > 0)
                Assert.Contains("⟦U+001B⟧[2J", command.Output, StringComparison.Ordinal);
        }
    }

    /// <returns>Every character that a terminal obeys rather than shows, in code points.</returns>
    private static string Commands(string output) => string.Join(
        ' ',
        from c in output
        where (char.IsControl(c) && c != '\n') || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
            or '\uFEFF'
        select $"U+{(int)c:X4}");
}
