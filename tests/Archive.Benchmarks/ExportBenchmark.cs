using System.Diagnostics;
using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Exports;
using Archive.Exports.Content;
using Archive.Exports.Pages;
using Archive.IntegrationTests;
using Archive.Law;
using Archive.Requests;
using Archive.Storage.Facts;
using static Archive.Benchmarks.Measured;

namespace Archive.Benchmarks;

/// <summary>
/// `request export` of generated threads with pictures, as the program does it, beside the typesetter alone: as many of
/// the same processes, given the same pages one volume after another, and nothing else.
/// </summary>
internal static class ExportBenchmark
{
    private const int Few = 500;

    /// <param name="keep">A directory for the largest set, as one who asked for it gets it; null: none.</param>
    public static async Task Run(int documents, string? keep, Limits limits)
    {
        Console.WriteLine(
            "| Documents | pages | volumes | export, s | typesetter alone, s | pages/s | alone | MB at most |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        var few = documents > Few ? await One(Few, keep: null) : default;
        var many = await One(documents, keep);
        Console.WriteLine();
        limits.AtMost("MB of all processes of an export together, at most", 2_000, many.Peak / 1e6);
        if (documents > Few)
        {
            limits.AtMost(
                $"the same, beside that of {Few} documents", 1.15, (double)many.Peak / few.Peak);
        }

        limits.AtLeast("pages/s of an export, beside the typesetter alone", 0.7, many.Alone / many.Export);
    }

    private static async Task<(double Export, double Alone, long Peak)> One(int documents, string? keep)
    {
        await using var archive = await ArchiveUnderTest.Start(
            new GeneratedThreads(documents), GeneratedThreads.Handle,
            polite: options => options with { Interval = TimeSpan.Zero });
        var counts = await archive.Visit();
        Assert.Equal((0, documents + 1), (counts.Gaps, counts.NewRecords)); // and the account
        var request = await Decided(archive, documents);
        var state = await Read(archive, request);

        var (seconds, peak) = await Export(archive, state);
        if (keep is not null)
            Keep(archive, keep);
        var (alone, pages, volumes) = await TypesetterAlone(archive, state);
        Console.WriteLine(
            $"| {Say(documents)} | {Say(pages)} | {volumes} | {Say(seconds)} | {Say(alone)} | {Say(pages / seconds)} "
            + $"| {Say(pages / alone)} | {Say(peak / 1e6)} |");
        return (seconds, alone, peak);
    }

    /// <summary>From its start to its end, as the officer waits for it.</summary>
    private static async Task<(double Seconds, long Peak)> Export(ArchiveUnderTest archive, RequestState request)
    {
        // Built beside this program, in the same configuration.
        var folder = AppContext.BaseDirectory.Replace(
            "/tests/Archive.Benchmarks/", "/src/Archive.Cli/", StringComparison.Ordinal);
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(folder, "archive-cli.dll"), "request", "export", $"{request.Number}", "--officer", "Anna"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in archive.Settings.Values)
            start.Environment[$"ARCHIVE_{name.ToUpperInvariant().Replace('-', '_')}"] = value;
        start.Environment["ARCHIVE_OFFICER_PASSWORD"] = ArchiveUnderTest.Password;

        var watch = Stopwatch.StartNew();
        using var export = Process.Start(start)!;
        await using var tree = new ProcessTree(export.Id);
        var said = await Task.WhenAll(export.StandardOutput.ReadToEndAsync(), export.StandardError.ReadToEndAsync());
        await export.WaitForExitAsync();
        Assert.True(export.ExitCode == 0, string.Concat(said));
        return (watch.Elapsed.TotalSeconds, tree.Peak);
    }

    /// <summary>The zips and, by the name that docs/verify-without-us.md has for it, the trust file.</summary>
    private static void Keep(ArchiveUnderTest archive, string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var zip in Directory.GetFiles(archive.Settings.ExportsPath, "*.zip", SearchOption.AllDirectories))
            File.Copy(zip, Path.Combine(directory, Path.GetFileName(zip)));
        var trust = Directory.GetFiles(archive.Settings.ExportsPath, "*-trust.txt", SearchOption.AllDirectories);
        File.Copy(Assert.Single(trust), Path.Combine(directory, "TRUSTED.txt"));
    }

    /// <summary>
    /// A request with all of it in scope, and each comment disclosed without its author. Judgements are recorded at
    /// once: an officer judges one after another.
    /// </summary>
    private static async Task<Guid> Decided(ArchiveUnderTest archive, int documents)
    {
        var (handler, approver) = await archive.Officers();
        var (desk, events) = (archive.Get<RequestDesk>(), archive.Get<EventStore>());
        var (request, today) = (Ids.New(), archive.Get<OfficeTime>().Today);
        Assert.Null((await desk.Register(
            new(request, new("woo"), "De Voorbeeldkrant", "Alles", today), handler, default)).Refusal);
        var search = archive.Get<ScopeSearch>();
        var scope = (await search.Freeze(request, Ids.New(), GeneratedThreads.Word, default)).Value();
        Assert.Null((await desk.Scope(scope, handler, default)).Refusal);
        var recorded = await events.Read(request, default);
        var state = await Read(archive, request);
        Assert.Equal(documents, state.Records.Count);
        var posts = (await archive.Get<Records.RecordVersions>().Of(
            [.. state.Records.Values.Select(r => r.Scoped.Version)], default)).Values
            .Where(v => v.InReplyTo is null).Select(v => v.Version).ToHashSet();
        GroundCode[] grounds = [new GroundCode("5.1.2e")];
        var now = archive.Get<OfficeTime>().Now;
        var judgements = state.Records.Values.SelectMany(item => Judged(request, item, handler.Id, grounds, posts));
        Assert.True(await events.Append(
            [new(request, recorded.Count, [.. judgements.Select(j => Facts.New(j, now, handler.Id))])], default));

        Assert.Null((await desk.Propose(new(request), handler, default)).Refusal);
        state = await Read(archive, request);
        Assert.Null((await desk.Approve(
            new(request, state.Proposed!.Proposal), approver.Name, ArchiveUnderTest.Password, default)).Refusal);
        var outcome = DecideRequest.OutcomeOf(await Read(archive, request));
        Assert.Null((await desk.Decide(new(request, outcome, today), handler, default)).Refusal);
        return request;
    }

    private static async Task<RequestState> Read(ArchiveUnderTest archive, Guid request) => RequestState.Replay(
        RequestState.Read(await archive.Get<EventStore>().Read(request, default)), archive.Get<RequestKindRegistry>());

    private static IEnumerable<IFact> Judged(
        Guid request, RecordInScope item, Guid officer, GroundCode[] grounds, HashSet<Guid> posts)
    {
        var scoped = item.Scoped;
        if (posts.Contains(scoped.Version))
        {
            yield return new RecordAssessed(
                request, item.Number, scoped.Record, scoped.Version, Assessment.Disclosed, [], null, null, officer);
            yield break;
        }

        foreach (var kind in new[] { PassageKind.AuthorName, PassageKind.AuthorHandle })
        {
            yield return new PassageRedacted(
                request, Ids.New(), item.Number, scoped.Record, scoped.Version, new(kind), grounds);
        }

        yield return new RecordAssessed(
            request, item.Number, scoped.Record, scoped.Version, Assessment.DisclosedInPart, grounds, null, null,
            officer);
    }

    /// <summary>The pages are made ready first; only laying them out is measured.</summary>
    private static async Task<(double Seconds, int Pages, int Volumes)> TypesetterAlone(
        ArchiveUnderTest archive, RequestState state)
    {
        var directory = Directory.CreateTempSubdirectory("archive-typesetter-").FullName;
        var fetched = Directory.CreateDirectory(Path.Combine(directory, "fetched")).FullName;
        var (content, _) = await archive.Get<ExportReader>().Gather(
            state, $"{state.Number}-1", fetched, Language.Nl, archive.Get<OfficeTime>().Now, long.MaxValue,
            progress: null, default);
        content = content with { Anchor = new(null!, [], 0) };
        using var renderer = new TypstRenderer(archive.Get<ExportsOptions>().Typst);
        var plan = Volumes.Plan(PageMapping.Threads(content), content.Documents.Count);
        var asked = new List<JsonObject>();
        foreach (var (volume, pages) in plan.Zip(PageMapping.Volumes(content, plan)))
        {
            var room = Directory.CreateDirectory(Path.Combine(directory, $"{volume.Number}")).FullName;
            asked.Add(renderer.WriteInput(
                room, pages with { Records = await PageMapping.Records(content, volume, default) }));
        }

        GC.Collect();
        using var workers = renderer.Workers();
        var count = 0;
        var seconds = await Seconds(() => Parallel.ForEachAsync(
            asked, new ParallelOptions { MaxDegreeOfParallelism = TypstWorkers.AtATime }, async (volume, ct) =>
            {
                var answer = await workers.Ask(volume, ct);
                Assert.NotNull(answer.Pages);
                Interlocked.Add(ref count, answer.Count);
            }));
        Directory.Delete(directory, recursive: true);
        return (seconds, count, plan.Count);
    }
}
