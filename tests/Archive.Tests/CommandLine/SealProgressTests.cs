using System.Globalization;
using Archive.Cli;
using Archive.Evidence;
using Archive.Exports;

namespace Archive.Tests.CommandLine;

/// <summary>Who waits for a set sees how far it is.</summary>
public class SealProgressTests
{
    [Theory]
    [InlineData(Language.En, "laying out the pages: 3 of 5")]
    [InlineData(Language.Nl, "bladzijden opmaken: 3 van 5")]
    public void Where_no_terminal_is_each_step_is_a_line(Language language, string fourth)
    {
        var lines = Made(language, onTerminal: false).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(6, lines.Length);
        Assert.Equal(fourth, lines[3]);
    }

    [Theory]
    [InlineData(Language.En, "reading the documents: 100 of 5000", "laying out the pages: volume 3 of 21")]
    [InlineData(Language.Nl, "documenten lezen: 100 van 5000", "bladzijden opmaken: deel 3 van 21")]
    public void On_a_terminal_it_says_how_many_are_done(Language language, string documents, string volumes)
    {
        var drawn = Made(language, onTerminal: true);

        Assert.Contains(documents, drawn, StringComparison.Ordinal);
        Assert.Contains(volumes, drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("50 ", drawn, StringComparison.Ordinal); // came late, after the 100th
    }

    [Fact]
    public void On_a_terminal_it_is_one_bar_that_ends_full_and_of_which_no_longer_word_stays()
    {
        var drawn = Made(Language.En, onTerminal: true);

        Assert.EndsWith("[########################################] 5 of 5\n", drawn, StringComparison.Ordinal);
        var states = drawn.TrimEnd('\n').Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(9, states.Length);
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
            {
                progress.Report(new(step));
                if (step == SealStep.Documents)
                {
                    progress.Report(new(step, 100, 5000));
                    progress.Report(new(step, 50, 5000));
                }

                if (step == SealStep.Pages)
                {
                    progress.Report(new(step, 0, 21));
                    progress.Report(new(step, 3, 21));
                }
            }

            progress.Done();
        }

        return error.ToString();
    }
}
