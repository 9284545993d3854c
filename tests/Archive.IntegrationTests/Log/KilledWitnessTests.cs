using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;

namespace Archive.IntegrationTests.Log;

/// <summary>Kill -9 of a witness that is shown two faces of one log: it never cosigns both.</summary>
public sealed class KilledWitnessTests : IDisposable
{
    private static readonly NoteSigner Log = new("archive.example/log/voorbeeld", new byte[32]);
    private static readonly byte[][] One = [.. Enumerable.Range(0, 200).Select(i => Rfc6962.LeafHash([1, (byte)i]))];
    private static readonly byte[][] Other = [.. Enumerable.Range(0, 200).Select(i => Rfc6962.LeafHash([2, (byte)i]))];

    private readonly WitnessProcess witness = new();

    public void Dispose() => witness.Dispose();

    [Fact]
    public async Task Between_the_state_on_disk_and_the_answer()
    {
        // strace counts by thread: on the one that answers, the first fsync is of the state, the second of its folder.
        await witness.Start(
            Log.Key,
            "strace",
            "-f",
            "-o",
            "/dev/null",
            "-e",
            "trace=renameat2,fsync",
            "-e",
            "inject=fsync:signal=KILL:when=2");
        Assert.Empty(Directory.GetFiles(witness.Folder, "*.checkpoint"));

        Assert.Null(await witness.Ask(await Request(One, 0, 10)));
        await witness.Died();

        Assert.Single(Directory.GetFiles(witness.Folder, "*.checkpoint")); // it was written, and nobody was told
        await witness.Start(Log.Key);
        Assert.Equal((409, "10\n"), await witness.Ask(await Request(Other, 0, 10)));
        Assert.Equal(422, (await witness.Ask(await Request(Other, 10, 20)))!.Value.Status);
        Assert.Equal(200, (await witness.Ask(await Request(One, 10, 10)))!.Value.Status); // who asks again gets it
    }

    [Fact]
    public async Task At_any_moment()
    {
        var random = new Random();
        var cosigned = new List<(byte[][] View, int Size)>();
        for (var round = 0; round < 8; round++)
        {
            await witness.Start(Log.Key);
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var end = Kill(heard.Task, after: TimeSpan.FromMilliseconds(random.Next(20, 400)));
            await Task.WhenAll(Push(One, cosigned, heard, end), Push(Other, cosigned, heard, end));
            await end;
        }

        Assert.NotEmpty(cosigned);
        var view = cosigned[0].View;
        Assert.All(cosigned, one => Assert.Same(view, one.View));
        await witness.Start(Log.Key);
        var last = cosigned.Max(one => one.Size);
        var answer = await witness.Ask(await Request(view, 0, 200));
        Assert.True(answer is (409, var size)
            && int.Parse(size, System.Globalization.CultureInfo.InvariantCulture) >= last || last == 200, $"{answer}");
    }

    /// <summary>Shows the witness one view, ever longer, from wherever it says it is.</summary>
    private async Task Push(
        byte[][] view,
        List<(byte[][] View, int Size)> cosigned,
        TaskCompletionSource heard,
        Task end)
    {
        for (var (old, size) = (0, 1); !end.IsCompleted && size <= view.Length;)
        {
            var answer = await witness.Ask(await Request(view, old, size));
            if (answer is (200, _))
            {
                lock (cosigned)
                    cosigned.Add((view, size));
                heard.TrySetResult();
                (old, size) = (size, size + 1);
            }
            else if (answer is (409, var at))
            {
                old = int.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
                size = Math.Max(size, old + 1);
            }
            else if (answer is (422, _))
            {
                break;
            }
        }

        heard.TrySetResult(); // nothing is left to ask
    }

    /// <summary>However busy the machine is, it cosigned before it dies, or there was nothing left to cosign.</summary>
    private async Task Kill(Task heard, TimeSpan after)
    {
        await heard.WaitAsync(TimeSpan.FromMinutes(3));
        await Task.Delay(after);
        witness.Kill();
    }

    private static async Task<AddCheckpoint> Request(byte[][] view, int old, int size)
    {
        var builder = new ProofBuilder(new OneTile(view), (ulong)size);
        var head = new Checkpoint(Log.Key.Name, (ulong)size, Digest.From(await builder.Root()));
        return new((ulong)old, old == 0 ? [] : await builder.Consistency((ulong)old), Log.Sign(head.ToText()));
    }

    private sealed class OneTile(byte[][] leaves) : ITileSource
    {
        public ValueTask<ReadOnlyMemory<byte>> Read(TileId tile, CancellationToken ct) =>
            new(leaves.Take(tile.Width).SelectMany(leaf => leaf).ToArray());
    }
}
