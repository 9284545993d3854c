using System.Diagnostics;

namespace Archive.IntegrationTests.Faults;

/// <summary>Spoils system calls of a running process: `strace -e inject`, attached until disposed.</summary>
internal sealed class Strace : IDisposable
{
    private readonly Process process;
    private readonly string log;

    private Strace(Process process, string log) => (this.process, this.log) = (process, log);

    /// <param name="call">The system call, by its name.</param>
    /// <param name="fault">
    /// In strace's words: `error=EIO:when=3`, `signal=KILL:when=1`, `retval=0`. Counts per thread.
    /// </param>
    public static async Task<Strace> Attach(int process, string call, string fault)
    {
        var log = Path.GetTempFileName();
        var strace = Process.Start(new ProcessStartInfo(
            "strace", ["-f", "-p", $"{process}", "-o", log, "-e", $"trace={call}", "-e", $"inject={call}:{fault}"])
        {
            RedirectStandardError = true,
        })!;
        while (await strace.StandardError.ReadLineAsync() is { } said)
        {
            if (said.Contains("attached", StringComparison.Ordinal))
            {
                _ = strace.StandardError.ReadToEndAsync(); // so that it never waits for its reader
                return new(strace, log);
            }
        }

        throw new InvalidOperationException(
            $"strace cannot look into process {process}: is it root, and may processes be traced here?");
    }

    /// <summary>Lets go of the process, and tells how many calls were spoilt.</summary>
    public int Detach()
    {
        if (!process.HasExited)
            Machine.Signal(process.Id, signal: 2);
        process.WaitForExit();
        return File.ReadLines(log).Count(line =>
            line.Contains("(INJECTED)", StringComparison.Ordinal)
                || line.Contains("killed by SIGKILL", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
        File.Delete(log);
    }
}
