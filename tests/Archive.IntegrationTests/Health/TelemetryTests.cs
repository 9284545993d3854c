using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Archive.Health;
using Archive.Integrity;

namespace Archive.IntegrationTests.Health;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_run_measures_its_work_and_names_nobody()
    {
        var measured = new ConcurrentBag<(Instrument Instrument, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((of, value, tags, _) => measured.Add((of, value, Describe(tags))));
        listener.SetMeasurementEventCallback<double>((of, value, tags, _) => measured.Add((of, value, Describe(tags))));
        listener.Start();
        var spans = new ConcurrentBag<Activity>();
        using var tracing = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(tracing);

        await using var archive = await ArchiveUnderTest.Start();
        var counts = await archive.Visit();
        Assert.True((await archive.Get<ArchiveVerification>().Run(all: true, progress: null, default)).Holds);

        // Tests beside this one work too.
        double Sum(string name) => measured.Where(m => m.Instrument.Name == name).Sum(m => m.Value);
        Assert.True(Sum("archive.capture.items") >= counts.Items);
        Assert.True(Sum("archive.capture.versions") >= counts.NewVersions);
        Assert.True(Sum("archive.log.leaves") > counts.NewVersions);
        Assert.True(Sum("archive.records.facts") > counts.NewVersions);
        Assert.True(Sum("archive.integrity.objects") > 0);
        Assert.True(Sum("archive.integrity.bytes") > 0);
        foreach (var work in new[] { Telemetry.Visit, Telemetry.Sequence, Telemetry.Project, Telemetry.Verify })
        {
            Assert.Contains(measured, m => m.Instrument.Name == "archive.work.duration"
                && m.Instrument.Unit == "s" && m.Tags == $"outcome=done work={work}");
            Assert.Contains(spans, s => s.OperationName == work && s.Status == ActivityStatusCode.Ok);
        }

        var told = measured.Select(m => m.Tags)
            .Concat(spans.SelectMany(s => s.TagObjects).Select(t => $"{t.Key}={t.Value}"));
        Assert.DoesNotContain(told, tags => tags.Contains('@', StringComparison.Ordinal)
            || tags.Contains("http", StringComparison.Ordinal));
    }

    private static string Describe(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal));
}
