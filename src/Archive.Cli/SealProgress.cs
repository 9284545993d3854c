using Archive.Exports;

namespace Archive.Cli;

/// <summary>How far the making of a set is, for who waits for it.</summary>
internal sealed class SealProgress : IProgress<SealStep>, IDisposable
{
    private static readonly Lines Lines = new("Work");

    private static readonly int Steps = Enum.GetValues<SealStep>().Length;

    private readonly ProgressBar bar = new(Caller.Now.Error, Caller.Now.ErrorIsRedirected);
    private string what = "";

    public void Report(SealStep value)
    {
        what = Lines.Text($"Sealing.{value}");
        Show((int)value);
    }

    /// <summary>The set is there.</summary>
    public void Done() => Show(Steps);

    public void Dispose() => bar.Dispose();

    private void Show(int done) => bar.Show(nameof(SealProgress), what, done, Steps);
}
