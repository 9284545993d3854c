using System.Diagnostics;
using Archive.Evidence;
using Archive.Evidence.Verification;
using Archive.Health;
using Archive.Retention.Destruction;

namespace Archive.Integrity;

/// <summary>What a look at many objects came to.</summary>
/// <param name="Versions">That were looked at, by how they stand.</param>
/// <param name="Findings">All that was found, known or not.</param>
public sealed record ScrubCounts(
    long Objects, long Bytes, IReadOnlyDictionary<EvidenceState, long> Versions, IReadOnlyList<Finding> Findings)
{
    public static ScrubCounts None { get; } = new(0, 0, new Dictionary<EvidenceState, long>(), []);

    public long Of(EvidenceState state) => Versions.GetValueOrDefault(state);

    public ScrubCounts Plus(ScrubCounts more) => new(
        Objects + more.Objects,
        Bytes + more.Bytes,
        Enum.GetValues<EvidenceState>().ToDictionary(s => s, s => Of(s) + more.Of(s)),
        [.. Findings, .. more.Findings]);

    public ScrubCounts Plus(IReadOnlyList<ObjectCheckResult> looked) => new(
        Objects + looked.Count,
        Bytes + looked.Sum(l => l.Bytes),
        Enum.GetValues<EvidenceState>()
            .ToDictionary(s => s, s => Of(s) + looked.Sum(l => l.Versions.Count(v => v.State == s))),
        [.. Findings, .. looked.SelectMany(l => l.Findings)]);
}

/// <summary>
/// Reads back what the vault keeps, in small portions that can be broken off anywhere: new objects first, so within a
/// day of their capture, and every object again within thirty days. Where something was found, it looks again every
/// hour.
/// </summary>
public sealed class Scrub(
    ExpectedObjects kept,
    ObjectCheck look,
    Findings findings,
    DestructionCheck destructions,
    LockedObjects objects,
    TimeProvider clock)
{
    public static readonly TimeSpan Cycle = TimeSpan.FromDays(30);

    private static readonly TimeSpan AgainAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(5);
    private const int Batch = 512; // objects that are found to be due at a time
    // objects whose looks are written down together; a pass that is broken off loses these
    private const int Portion = 16;
    private const int WholeBatch = 2_048; // the same of a pass over everything, which leaves no core idle in between
    private const int WholePortion = 32;
    private const int MostVersions = 1_000; // of a portion, unless one object has more

    /// <summary>A portion that leaves the machine to others most of the time: five seconds of one core.</summary>
    public async Task<ScrubCounts> RunSlice(CancellationToken ct)
    {
        await kept.Project(anew: false, ct);
        var now = clock.GetUtcNow();
        return await Run(now - Cycle, now - AgainAfter, Slice, parallel: 1, progress: null, ct);
    }

    /// <summary>Looks at all that is due, and records what it finds.</summary>
    /// <param name="before">Due is what was last looked at before this, or never;</param>
    /// <param name="troubledBefore">and before this where something was found.</param>
    /// <param name="atMost">No object is begun after that time.</param>
    /// <param name="progress">Told of bytes read since the last time, after each object.</param>
    public async Task<ScrubCounts> Run(
        DateTimeOffset before, DateTimeOffset troubledBefore, TimeSpan? atMost, int parallel, Action<long>? progress,
        CancellationToken ct)
    {
        using var work = Telemetry.Begin(Telemetry.Scrub);
        await destructions.Refresh(ct);
        var began = Stopwatch.GetTimestamp();
        bool GoOn() => atMost is null || Stopwatch.GetElapsedTime(began) < atMost;
        var counts = ScrubCounts.None;
        var (batch, portion) = atMost is null ? (WholeBatch, WholePortion) : (Portion, Portion);
        while (GoOn()
            && await kept.Due(before, troubledBefore, clock.GetUtcNow(), batch, ct) is [_, ..] due)
            counts = counts.Plus(await Look([.. Portions(due, portion)], parallel, GoOn, progress, ct));

        work.Done();
        return counts;
    }

    /// <summary>Looks at these objects now.</summary>
    public async Task<ScrubCounts> Check(IReadOnlyCollection<Digest> objects, CancellationToken ct)
    {
        await kept.Project(anew: false, ct);
        await destructions.Refresh(ct);
        return ScrubCounts.None.Plus(await Look(
            [.. Portions(await kept.Of(objects, ct), Portion)], Environment.ProcessorCount, static () => true, null,
            ct));
    }

    /// <summary>
    /// While one portion is looked at, what the next one needs is read, and the one before is written down.
    /// </summary>
    private async Task<ScrubCounts> Look(
        IReadOnlyList<IReadOnlyList<ExpectedObject>> portions, int parallel, Func<bool> goOn, Action<long>? progress,
        CancellationToken ct)
    {
        var counts = ScrubCounts.None;
        Task<CheckInputs>? reading = null;
        var settling = Task.CompletedTask;
        try
        {
            for (var i = 0; i < portions.Count && goOn(); i++)
            {
                var inputs = await (reading ?? look.Inputs(portions[i], ct));
                reading = i + 1 < portions.Count ? look.Inputs(portions[i + 1], ct) : null;
                var looked = await look.Look(portions[i], inputs, parallel, goOn, progress, ct);
                await settling;
                // what was done is written down, whoever stops us
                settling = RecordFindings(looked, CancellationToken.None);
                Measure(looked);
                counts = counts.Plus(looked);
            }

            await settling;
            return counts;
        }
        finally
        {
            // Nothing goes on behind the caller's back.
            await Task.WhenAll(reading ?? Task.CompletedTask, settling)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Measure(IReadOnlyList<ObjectCheckResult> looked)
    {
        Telemetry.Objects.Add(looked.Count);
        Telemetry.Bytes.Add(looked.Sum(l => l.Bytes));
        Telemetry.Findings.Add(looked.Sum(l => l.Findings.Count));
    }

    /// <summary>What is known of an object's versions is in memory while they are looked at.</summary>
    private static IEnumerable<IReadOnlyList<ExpectedObject>> Portions(
        IReadOnlyList<ExpectedObject> objects, int atMost)
    {
        var (portion, versions) = (new List<ExpectedObject>(), 0);
        foreach (var at in objects)
        {
            portion.Add(at);
            versions += at.Reads.Count + at.Shows.Count;
            if (portion.Count < atMost && versions < MostVersions)
                continue;
            yield return portion;
            (portion, versions) = ([], 0);
        }

        if (portion.Count > 0)
            yield return portion;
    }

    /// <summary>The next look, within the hour, sees whether they are gone, and resolves the finding then.</summary>
    private async Task Remove(Digest left, CancellationToken ct)
    {
        try
        {
            await objects.Remove(left, ct);
        }
        catch (IOException)
        {
            // The storage refused: the finding stands, and says so until they are gone.
        }
    }

    private async Task RecordFindings(IReadOnlyList<ObjectCheckResult> looked, CancellationToken ct)
    {
        foreach (var one in looked.Where(l => l.Findings.Count > 0 || l.At.Troubled))
        {
            await findings.Record(one.Findings, ct);
            await findings.Resolve(one.At.Object, one.Findings, ct);
            if (one.Findings.Any(f => f.Kind == FindingKind.DestroyedBytesLeft))
                await Remove(one.At.Object, ct);
        }

        await kept.MarkChecked([.. looked.Select(l => (l.At.Object, l.Findings.Count > 0))], clock.GetUtcNow(), ct);
    }
}
