using System.Diagnostics;
using Archive.Integrity;

namespace Archive.Cli;

/// <summary>How far the work is: a bar on a terminal, a line at each tenth where the output goes to a file.</summary>
internal sealed class ProgressBar(TextWriter output, bool redirected) : IDisposable
{
    private static readonly Lines Lines = new("Evidence");

    private const int Width = 40;
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    private VerificationStep? step;
    private long tenth = -1;
    private long drawnAt;
    private bool onALine;

    public void Show(VerificationProgress at)
    {
        if (at.Step != step)
        {
            End();
            (step, tenth, drawnAt) = (at.Step, -1, 0);
        }

        if (redirected)
            ShowLine(at);
        else if (drawnAt == 0 || at.Done == at.Of || Stopwatch.GetElapsedTime(drawnAt) >= Often)
            Draw(at);
    }

    public void Dispose() => End();

    private void ShowLine(VerificationProgress at)
    {
        var now = at.Of is > 0 and var of ? at.Done * 10 / of : 0;
        if (now == tenth)
            return;
        tenth = now;
        output.WriteLine(at.Of is null ? What(at) : $"{What(at)}: {Count(at)}");
    }

    private void Draw(VerificationProgress at)
    {
        drawnAt = Stopwatch.GetTimestamp();
        onALine = true;
        var filled = at.Of is > 0 and var of ? (int)(at.Done * Width / of) : 0;
        output.Write(at.Of is null
            ? $"\r{What(at)} {(at.Done > 0 ? at.Done : "")}"
            : $"\r{What(at),-10} [{new string('#', filled)}{new string('.', Width - filled)}] {Count(at)}");
        output.Flush();
    }

    private void End()
    {
        if (onALine)
            output.WriteLine();
        onALine = false;
    }

    private static string What(VerificationProgress at) => Lines.Text($"Checking.{at.Step}");

    private static string Count(VerificationProgress at) => Lines.Text("DoneOf", at.Done, at.Of);
}
