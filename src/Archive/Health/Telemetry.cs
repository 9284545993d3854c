using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Archive.Health;

/// <summary>
/// What the archive tells of its own work to whoever measures it: one source of spans and one meter, both named
/// <see cref="Name"/> (docs/operations.md, "Health and measurements"). Counts, times and kinds only: never a name, an
/// address or a text.
/// </summary>
public static class Telemetry
{
    public const string Name = "Archive";

    public const string Visit = "capture.visit";
    public const string Sequence = "log.sequence";
    public const string Project = "records.project";
    public const string Verify = "integrity.verify";
    public const string Scrub = "integrity.scrub";
    public const string Export = "exports.seal";

    public static ActivitySource Spans { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);

    /// <summary>Tagged with `work`, one of the names above, and `outcome`: `done` or `failed`.</summary>
    public static Histogram<double> Duration { get; } = Meter.CreateHistogram<double>(
        "archive.work.duration", "s", "How long one piece of work took.");

    /// <summary>Tagged with `platform`.</summary>
    public static Counter<long> Items { get; } = Meter.CreateCounter<long>(
        "archive.capture.items", "{item}", "Items that visits saw.");

    /// <inheritdoc cref="Items"/>
    public static Counter<long> Versions { get; } = Meter.CreateCounter<long>(
        "archive.capture.versions", "{version}", "Versions that visits captured.");

    /// <inheritdoc cref="Items"/>
    public static Counter<long> Gaps { get; } = Meter.CreateCounter<long>(
        "archive.capture.gaps", "{gap}", "Gaps that visits found.");

    public static Counter<long> Leaves { get; } = Meter.CreateCounter<long>(
        "archive.log.leaves", "{leaf}", "Facts that got their place in the log.");

    public static Counter<long> Projected { get; } = Meter.CreateCounter<long>(
        "archive.records.facts", "{fact}", "Facts that the readable records took in.");

    public static Counter<long> Objects { get; } = Meter.CreateCounter<long>(
        "archive.integrity.objects", "{object}", "Objects of the vault that were read back.");

    public static Counter<long> Bytes { get; } = Meter.CreateCounter<long>(
        "archive.integrity.bytes", "By", "Bytes of the vault that were read back.");

    public static Counter<long> Findings { get; } = Meter.CreateCounter<long>(
        "archive.integrity.findings", "{finding}", "What reading back found amiss, each time it was found.");

    public static Counter<long> Sets { get; } = Meter.CreateCounter<long>(
        "archive.exports.sets", "{set}", "Sets that were sealed.");

    /// <summary>
    /// Begins a piece of work: a span, and how long it takes. It failed unless it is said to be done.
    /// </summary>
    public static Work Begin(string work) => new(work);
}

/// <summary>A piece of work that is under way; it ends when this is disposed.</summary>
public sealed class Work : IDisposable
{
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly Activity? span;
    private readonly string name;
    private bool done;

    internal Work(string name) => (this.name, span) = (name, Telemetry.Spans.StartActivity(name));

    /// <summary>Says on the span, and nowhere else, what the work was about. No personal data.</summary>
    public Work About(string what, object value)
    {
        span?.SetTag(what, value);
        return this;
    }

    public void Done() => done = true;

    public void Dispose()
    {
        span?.SetStatus(done ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        span?.Dispose();
        Telemetry.Duration.Record(
            Stopwatch.GetElapsedTime(began).TotalSeconds, new("work", name), new("outcome", done ? "done" : "failed"));
    }
}
