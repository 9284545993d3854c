using System.Globalization;
using Archive.Cli;
using Archive.Evidence;
using Archive.Exports;

namespace Archive.Tests.CommandLine;

/// <summary>Who waits for a set sees how far it is.</summary>
public class SealProgressTests
{
    [Theory]
    [InlineData(Language.En, "laying out the pages: 2 of 4")]
    [InlineData(Language.Nl, "bladzijden opmaken: 2 van 4")]
    public void Where_no_terminal_is_each_step_is_a_line(Language language, string third)
    {
        var lines = Made(language, onTerminal: false).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(5, lines.Length);
        Assert.Equal(third, lines[2]);
    }

    [Fact]
    public void On_a_terminal_it_is_one_bar_that_ends_full_and_of_which_no_longer_word_stays()
    {
        var drawn = Made(Language.En, onTerminal: true);

        Assert.EndsWith("[########################################] 4 of 4\n", drawn, StringComparison.Ordinal);
        var states = drawn.TrimEnd('\n').Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, states.Length);
        Assert.DoesNotContain("\n", drawn.TrimEnd('\n'), StringComparison.Ordinal);
        Assert.Equal(states.Select(s => s.Length).Order(), states.Select(s => s.Length));
    }

    private static string Made(Language language, bool onTerminal)
    {
        using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Caller.Is(new WrittenCaller(language, TextWriter.Null, error, onTerminal));
        using (var progress = new SealProgress())
        {
            foreach (var step in Enum.GetValues<SealStep>())
                progress.Report(step);
            progress.Done();
        }

        return error.ToString();
    }
}
