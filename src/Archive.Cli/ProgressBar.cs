using System.Diagnostics;
using Archive.Integrity;

namespace Archive.Cli;

/// <summary>How far the work is: a bar on a terminal, a line at each tenth where the output goes to a file.</summary>
internal sealed class ProgressBar(TextWriter output, bool redirected) : IDisposable
{
    private static readonly Lines Lines = new("Evidence");

    private const int Width = 40;
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    private string? bar;
    private long tenth = -1;
    private long drawnAt;
    private int widest = 10;
    private bool onALine;

    /// <summary>A bar for each step.</summary>
    public void Show(VerificationProgress at)
    {
        var what = Lines.Text($"Checking.{at.Step}");
        Show(what, what, at.Done, at.Of);
    }

    /// <param name="work">Which bar it is; another begins on a line of its own.</param>
    /// <param name="what">What is done now.</param>
    /// <param name="of">Null if it is not known.</param>
    public void Show(string work, string what, long done, long? of)
    {
        if (work != bar)
        {
            End();
            (bar, tenth, drawnAt) = (work, -1, 0);
        }

        if (redirected)
            ShowLine(what, done, of);
        else if (drawnAt == 0 || done == of || work != what || Stopwatch.GetElapsedTime(drawnAt) >= Often)
            Draw(what, done, of);
    }

    public void Dispose() => End();

    private void ShowLine(string what, long done, long? of)
    {
        var now = of is > 0 and var all ? done * 10 / all : 0;
        if (now == tenth)
            return;
        tenth = now;
        output.WriteLine(of is null ? what : $"{what}: {Count(done, of)}");
    }

    private void Draw(string what, long done, long? of)
    {
        drawnAt = Stopwatch.GetTimestamp();
        onALine = true;
        widest = Math.Max(widest, what.Length); // nothing stays of a longer word before it
        var filled = of is > 0 and var all ? (int)(done * Width / all) : 0;
        output.Write(of is null
            ? $"\r{what} {(done > 0 ? done : "")}"
            : $"\r{what.PadRight(widest)} [{new string('#', filled)}{new string('.', Width - filled)}] "
                + Count(done, of));
        output.Flush();
    }

    private void End()
    {
        if (onALine)
            output.WriteLine();
        onALine = false;
    }

    private static string Count(long done, long? of) => Lines.Text("DoneOf", done, of);
}
