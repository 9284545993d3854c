using System.Diagnostics;
using Archive.Integrity;

namespace Archive.Cli;

/// <summary>How far the work is: a bar on a terminal, a line at each tenth where the output goes to a file.</summary>
internal sealed class ProgressBar(TextWriter output, bool redirected) : IDisposable
{
    private const int Width = 40;
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    private string what = "";
    private long tenth = -1;
    private long drawnAt;
    private bool onALine;

    public void Show(VerificationProgress at)
    {
        if (at.What != what)
        {
            End();
            (what, tenth, drawnAt) = (at.What, -1, 0);
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
        output.WriteLine(at.Of is { } all ? $"{at.What}: {at.Done} of {all}" : at.What);
    }

    private void Draw(VerificationProgress at)
    {
        drawnAt = Stopwatch.GetTimestamp();
        onALine = true;
        var filled = at.Of is > 0 and var of ? (int)(at.Done * Width / of) : 0;
        output.Write(at.Of is { } all
            ? $"\r{at.What,-10} [{new string('#', filled)}{new string('.', Width - filled)}] {at.Done} of {all}"
            : $"\r{at.What} {(at.Done > 0 ? at.Done : "")}");
        output.Flush();
    }

    private void End()
    {
        if (onALine)
            output.WriteLine();
        onALine = false;
    }
}
