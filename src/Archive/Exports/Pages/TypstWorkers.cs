using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Storage.Files;

namespace Archive.Exports.Pages;

/// <summary>What a worker says of a volume.</summary>
/// <param name="Pages">First and last page of each document by its number; null: it failed.</param>
/// <param name="Failed">Diagnostics, a line each. They may quote content.</param>
/// <param name="Count">Of all pages.</param>
internal sealed record TypstAnswer(Dictionary<string, int[]>? Pages, int Count, string? Failed, long Memory);

/// <summary>
/// Node processes that lay out volumes, each several of them one after another, as many at a time as the machine can
/// take. One that has grown large is ended, and so is one that nobody asks anything.
/// </summary>
internal sealed class TypstWorkers(TypstSetup setup, string script) : IDisposable
{
    /// <summary>
    /// At a time, of all processes that use the same home. Each takes up to half a gigabyte; with what the archive
    /// itself takes that is less than two.
    /// </summary>
    public static readonly int AtATime = Math.Min(Environment.ProcessorCount, 3);

    /// <summary>A worker that has more after a volume is ended.</summary>
    private const long MostMemory = 200L << 20;

    /// <summary>A volume that is not laid out after so long never will be: its worker is ended.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromMinutes(10);

    /// <summary>A worker that is asked nothing for so long is ended.</summary>
    private static readonly TimeSpan MostIdle = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim turns = new(AtATime);
    private readonly ConcurrentBag<Worker> idle = [];
    private volatile bool disposed;

    /// <exception cref="FaultException">The worker ended without an answer.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="MostTime"/>, and was ended.</exception>
    public Task<TypstAnswer> Ask(JsonObject asked, CancellationToken ct) => Ask(asked, MostTime, ct);

    internal async Task<TypstAnswer> Ask(JsonObject asked, TimeSpan most, CancellationToken ct)
    {
        await turns.WaitAsync(ct);
        try
        {
            var worker = await Take(ct);
            var answer = await worker.Ask(asked, most, ct);
            GiveBack(worker, answer.Memory);
            return answer;
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var worker))
        {
            if (worker.Claim())
                worker.Dispose();
        }

        turns.Dispose();
    }

    private async Task<Worker> Take(CancellationToken ct)
    {
        while (idle.TryTake(out var worker))
        {
            if (worker.Claim())
                return worker;
        }

        var slot = setup.Slots is { } directory ? await FileSlot.Take(directory, AtATime, ct) : null;
        return new(setup, script, slot);
    }

    private void GiveBack(Worker worker, long memory)
    {
        if (memory > MostMemory || disposed)
        {
            worker.Dispose();
            return;
        }

        worker.EndAfter(MostIdle);
        idle.Add(worker);
    }

    private sealed class Worker : IDisposable
    {
        private readonly Process process;
        private readonly FileSlot? slot;
        private readonly Timer ending;
        private int taken = 1;

        public Worker(TypstSetup setup, string script, FileSlot? slot)
        {
            this.slot = slot;
            ending = new(_ => End());
            try
            {
                var start = ChildProcess.Of(setup.Node, "--expose-gc", script, Path.GetFullPath(setup.Modules));
                start.RedirectStandardInput = true;
                process = Process.Start(start)!;
                process.ErrorDataReceived += (_, _) => { }; // may quote content, so it is read and dropped
                process.BeginErrorReadLine();
            }
            catch
            {
                slot?.Dispose();
                ending.Dispose();
                throw;
            }
        }

        /// <returns>False if it was idle for too long and has ended.</returns>
        public bool Claim()
        {
            if (Interlocked.Exchange(ref taken, 1) == 1)
                return false;
            ending.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return true;
        }

        public void EndAfter(TimeSpan time)
        {
            Volatile.Write(ref taken, 0);
            ending.Change(time, Timeout.InfiniteTimeSpan);
        }

        public async Task<TypstAnswer> Ask(JsonObject asked, TimeSpan most, CancellationToken ct)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(most);
            try
            {
                await process.StandardInput.WriteLineAsync(asked.ToJsonString().AsMemory(), limit.Token);
                await process.StandardInput.FlushAsync(limit.Token);
                if (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
                    return JsonSerializer.Deserialize<TypstAnswer>(line, JsonSerializerOptions.Web)!;
                await process.WaitForExitAsync(limit.Token);
            }
            catch (IOException)
            {
                await process.WaitForExitAsync(ct); // it has closed its input, so it is ending
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                Dispose();
                throw new TimeoutException();
            }
            catch
            {
                Dispose();
                throw;
            }

            var code = process.ExitCode;
            Dispose();
            throw Sentences.Fault("exports.renderer-ended", code);
        }

        public void Dispose()
        {
            Volatile.Write(ref taken, 1);
            ending.Dispose();
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
            slot?.Dispose();
        }

        private void End()
        {
            if (Interlocked.Exchange(ref taken, 1) == 0)
                Dispose();
        }
    }
}
