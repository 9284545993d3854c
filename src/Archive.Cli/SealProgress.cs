using Archive.Exports;

namespace Archive.Cli;

/// <summary>
/// How far the making of a set is, for who waits for it: one line on a terminal, with what was done of how much; where
/// the output goes to a file a line for each step.
/// </summary>
internal sealed class SealProgress : IProgress<SealProgressed>, IDisposable
{
    private static readonly Lines Lines = new("Work");

    private static readonly int Steps = Enum.GetValues<SealStep>().Length;

    private readonly Lock turn = new();
    private readonly ProgressBar bar = new(Caller.Now.Error, Caller.Now.ErrorIsRedirected);
    private SealProgressed last;
    private bool done;

    /// <summary>Called by whoever has done something; what is older than what was shown is passed by.</summary>
    public void Report(SealProgressed value)
    {
        lock (turn)
        {
            if (done || value.Step < last.Step || (value.Step == last.Step && value.Done < last.Done))
                return;
            last = value;
            Show(value);
        }
    }

    /// <summary>The set is there.</summary>
    public void Done()
    {
        lock (turn)
        {
            done = true;
            bar.Show(nameof(SealProgress), Lines.Text($"Sealing.{SealStep.Signature}"), Steps, Steps);
        }
    }

    public void Dispose() => bar.Dispose();

    private void Show(SealProgressed at)
    {
        var what = at.Of > 0 && !Caller.Now.ErrorIsRedirected
            ? Lines.Text($"SealingOf.{at.Step}", at.Done, at.Of)
            : Lines.Text($"Sealing.{at.Step}");
        bar.Show(nameof(SealProgress), what, (int)at.Step, Steps);
    }
}
