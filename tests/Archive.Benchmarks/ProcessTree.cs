using System.Globalization;

namespace Archive.Benchmarks;

/// <summary>Memory of a process and all it started, as the system has it, looked at again and again.</summary>
internal sealed class ProcessTree : IAsyncDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(50);
    private static readonly int PageSize = Environment.SystemPageSize;

    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    public ProcessTree(int root) => watching = Task.Run(() => Watch(root));

    /// <summary>Most resident bytes of all of them together.</summary>
    public long Peak { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private async Task Watch(int root)
    {
        while (!stop.IsCancellationRequested)
        {
            Peak = Math.Max(Peak, Resident(root));
            await Task.Delay(Often, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static long Resident(int root)
    {
        var processes = Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? Read(id)
                : null)
            .OfType<(int Id, int Parent, long Resident)>().ToList();
        var children = processes.ToLookup(p => p.Parent);
        var sum = processes.Where(p => p.Id == root).Sum(p => p.Resident);
        var left = new Stack<int>([root]);
        while (left.TryPop(out var id))
        {
            foreach (var child in children[id])
            {
                sum += child.Resident;
                left.Push(child.Id);
            }
        }

        return sum;
    }

    /// <summary>
    /// Fields 4 and 24 of `/proc/PID/stat` (proc_pid_stat(5)); they come after the name, which may hold anything.
    /// </summary>
    private static (int Id, int Parent, long Resident)? Read(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (
                id, int.Parse(fields[1], CultureInfo.InvariantCulture),
                long.Parse(fields[21], CultureInfo.InvariantCulture) * PageSize);
        }
        catch (IOException)
        {
            return null; // it ended meanwhile
        }
    }
}
