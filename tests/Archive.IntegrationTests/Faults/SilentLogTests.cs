using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Archive.Capture;
using Archive.Capture.Visits;
using Archive.Evidence.Facts;
using Archive.Keys;
using Archive.Records;
using Archive.Replay.Faults;
using Archive.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Archive.IntegrationTests.Faults;

/// <summary>What the product says to its operator, at its most talkative, names nobody and quotes nothing.</summary>
public sealed class SilentLogTests
{
    private static readonly string Ended = Facts.NameOf(typeof(VisitEnded));

    [Fact]
    public async Task No_log_line_has_a_name_a_handle_a_text_or_an_address_of_the_sample()
    {
        await using var archive = await ArchiveUnderTest.Start();
        using var said = new LogLines();
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(said))
            .AddArchive(archive.Settings.ForHost())
            .BuildServiceProvider();
        await services.GetRequiredService<OpenedKeys>().Open(default);
        foreach (var state in new[] { "first", "later" })
        {
            archive.Server.Platform.State = state;
            await services.GetRequiredService<SourceVisits>().Visit(archive.Source, default);
            await services.GetRequiredService<LogCatchUp>().BringUpToDate(default);
        }

        Assert.Contains(said.Lines, line => line.Contains("Visited source", StringComparison.Ordinal));
        await AssertSilent(archive, said.Lines);
    }

    [Fact]
    public async Task Nor_has_what_a_worker_in_trouble_writes()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        archive.Server.Platform.State = "later";
        foreach (var kind in new[] {
            FaultKind.TruncatedJson,
            FaultKind.LoginPage,
            FaultKind.NestedJson,
            FaultKind.BrokenText,
            FaultKind.CutMidBody })
            archive.Server.Faults.Add(new FaultRule(kind, "GET /api/v1/statuses/*", Times: 1));
        // A source whose server is gone altogether, and one that cannot be visited at all.
        await archive.Get<SourceDesk>().Watch(
            new(new("mastodon"), "niemand@nergens.example", LegalBasis.OwnAccount, new("http://127.0.0.1:1")),
            officer: null, default);

        using var worker = ProductProcess.Worker(
            archive.Settings, ("Logging__LogLevel__Default", "Trace"),
            ("Logging__Console__FormatterOptions__IncludeScopes", "true"));
        var ended = await archive.Count(Ended);
        for (var waited = 0; await archive.Count(Ended) < ended + 2; waited++)
        {
            worker.AssertRuns();
            Assert.True(waited < 600, worker.Output);
            await Task.Delay(200);
        }

        await Task.Delay(1000);
        worker.Kill();

        var lines = worker.Output.Split('\n');
        Assert.Contains(lines, line => line.Contains("Visited source", StringComparison.Ordinal));
        await archive.BringUpToDate();
        await AssertSilent(archive, lines);
        Assert.DoesNotContain(lines, line => line.Contains("niemand", StringComparison.Ordinal)
            || line.Contains("nergens", StringComparison.Ordinal));
    }

    /// <summary>
    /// Against everything the archive has read: members of every version, and every path that was asked for.
    /// </summary>
    private static async Task AssertSilent(ArchiveUnderTest archive, IReadOnlyCollection<string> lines)
    {
        var versions = await archive.Get<RecordVersions>().OfRecords(await archive.Records(), default);
        var personal = versions.SelectMany(v => v.Members)
            .Where(m => Regex.IsMatch(m.Path, "^(platform-id|url|author-|text/|link/|tag/|mention/|media/[0-9]+/alt)"))
            .Select(m => m.Value)
            .Concat(versions.Select(v => v.Text))
            .Concat(archive.Server.Requests.Select(r => r.Split(' ', '?')[1]))
            .Append(archive.Source.Handle)
            // Shorter words of a text are in any sentence, such as "container".
            .Where(value => value.Length >= (value.All(char.IsAsciiLetter) ? 10 : 7))
            .ToHashSet(StringComparer.Ordinal);
        Assert.True(personal.Count > 1000, $"{personal.Count} values to look for");

        var ours = string.Join(
            '\n',
            lines.Select(line => line.Replace(archive.Settings.Tenant, "", StringComparison.Ordinal)));
        Assert.Equal([], personal.Where(value => ours.Contains(value, StringComparison.OrdinalIgnoreCase)));
    }

    private sealed class LogLines : ILoggerProvider
    {
        private readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> Lines => lines;

        public ILogger CreateLogger(string categoryName) => new Listener(lines);

        public void Dispose()
        {
        }

        private sealed class Listener(ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                lines.Enqueue($"{state}");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
                string> formatter) =>
                lines.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}
