using System.IO.Compression;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.IntegrationTests.Faults;
using Archive.Records;
using Archive.Replay.Faults;

namespace Archive.IntegrationTests.BadInput;

/// <summary>
/// Every way in which an answer can be bad, on a list, a thread and a single status: the bytes that came are kept, the
/// gap is recorded, everything else is captured, and the next visit makes it whole.
/// </summary>
public sealed class SpoiltAnswersTests
{
    private const int LargestAnswer = 1 << 20;

    /// <summary>What is recorded of it; null where the answer is understood after all.</summary>
    public static TheoryData<FaultKind, GapCause?> Kinds => new()
    {
        { FaultKind.TruncatedJson, GapCause.NotUnderstood },
        { FaultKind.NestedJson, GapCause.NotUnderstood },
        { FaultKind.HugeBody, GapCause.TooLarge },
        { FaultKind.DuplicateKeys, GapCause.NotUnderstood },
        { FaultKind.UnknownWords, null }, // words we only carry are kept as they are
        { FaultKind.BrokenText, null },
        { FaultKind.ServerErrorHalf, GapCause.PlatformFailed },
        { FaultKind.LoginPage, GapCause.NotUnderstood },
        { FaultKind.SlowDrip, GapCause.Unreachable },
        { FaultKind.CutMidBody, GapCause.Unreachable },
        { FaultKind.GzipBomb, GapCause.TooLarge },
        { FaultKind.Redirect, GapCause.AddressNotAllowed },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task On_a_page_of_the_listing(FaultKind kind, GapCause? cause)
    {
        await using var archive = await Start();
        var fault = new FaultRule(kind, ShortSample.SecondPage, Seconds: 60);
        archive.Server.Faults.Add(fault);

        await archive.Visit();

        await Recorded(archive, Endpoint.Listing, cause, fault);
        // The first page was whole: its four are there, and its threads unless the server had gone.
        Assert.True((await PlatformIds(archive)).Count >= (cause == GapCause.Unreachable ? 4 : 6));
        await NextVisitCompletes(archive);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task On_a_thread(FaultKind kind, GapCause? cause)
    {
        await using var archive = await Start();
        var fault = new FaultRule(
            kind,
            $"GET /api/v1/statuses/{await ShortSample.NewestPost(archive.Server)}/context",
            Seconds: 60);
        archive.Server.Faults.Add(fault);

        await archive.Visit();

        await Recorded(archive, Endpoint.Thread, cause, fault);
        // All posts, and the comments of every other thread.
        Assert.True((await PlatformIds(archive)).Count > 12);
        await NextVisitCompletes(archive);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task On_a_single_status(FaultKind kind, GapCause? cause)
    {
        await using var archive = await Start();
        await archive.Visit();
        archive.Server.Platform.State = "later";
        // What hangs below a deleted post is in no thread any more, so it is asked for by its id.
        var id = await IdOf(archive, "from:pietsmit raadsbesluit");
        var fault = new FaultRule(kind, $"GET /api/v1/statuses/{id}", Seconds: 60);
        archive.Server.Faults.Add(fault);

        await archive.Visit();

        await Recorded(archive, Endpoint.Post, cause, fault);
        Assert.Null((await Versions(archive)).Last(v => v.PlatformId == id).GoneAt);
        Assert.Contains(
            await Versions(archive),
            v => v.Text.Contains("(was 4 en 5 november)", StringComparison.Ordinal));
        await NextVisitCompletes(archive);
    }

    [Fact]
    public async Task A_first_page_that_cannot_be_read_does_not_keep_us_from_the_second()
    {
        await using var archive = await Start();
        archive.Server.Faults.Add(new FaultRule(FaultKind.TruncatedJson, "GET /api/v1/accounts/*/statuses*", Times: 1));

        var counts = await archive.Visit();

        Assert.Equal(1, counts.Gaps);
        Assert.True(counts.NewRecords >= 4);
        await NextVisitCompletes(archive);
    }

    [Fact]
    public async Task A_server_that_fails_half_the_time_ends_in_gaps_and_nothing_is_lost_in_the_end()
    {
        await using var archive = await Start();
        archive.Server.Faults.Add(new FaultRule(FaultKind.ServerErrorHalf, "GET /api/v1/statuses/*"));

        var counts = await archive.Visit();

        Assert.True(counts.Gaps > 2);
        await NextVisitCompletes(archive);
    }

    [Theory]
    [InlineData(FaultKind.LoginPage, GapCause.NotUnderstood)]
    [InlineData(FaultKind.TruncatedJson, GapCause.NotUnderstood)]
    [InlineData(FaultKind.Redirect, GapCause.AddressNotAllowed)]
    public async Task On_the_account_itself_the_visit_ends_with_a_gap(FaultKind kind, GapCause cause)
    {
        await using var archive = await Start();
        var fault = new FaultRule(kind, "GET /api/v1/accounts/lookup*");
        archive.Server.Faults.Add(fault);

        var counts = await archive.Visit();

        Assert.Equal((0, 1), (counts.NewRecords, counts.Gaps));
        await Recorded(archive, Endpoint.Account, cause, fault);
        await NextVisitCompletes(archive);
    }

    [Fact]
    public async Task Text_with_nul_and_half_a_character_goes_all_the_way_to_a_verified_page()
    {
        await using var archive = await Start();
        archive.Server.Faults.Add(new FaultRule(FaultKind.BrokenText));

        await archive.Visit();

        var versions = await Versions(archive);
        Assert.All(versions.Where(v => v.Text.Length > 0), v => Assert.StartsWith("\0\uFFFD", v.Text));
        var export = await archive.Disclose("platform:mastodon");
        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        Assert.Contains("planten we bomen", await PdfWords.Of(export.Pdfs[0]));
    }

    private static Task<ArchiveUnderTest> Start() => ArchiveUnderTest.Start(ShortSample.Make(), polite: polite =>
        polite with
    {
        Tries = 1,
        MaxAnswerBytes = LargestAnswer,
        AnswerDeadline = TimeSpan.FromSeconds(5),
        SlowAfter = TimeSpan.FromSeconds(1),
    });

    /// <summary>The gap, if there is to be one, and the bytes that came, exactly.</summary>
    private static async Task Recorded(ArchiveUnderTest archive, Endpoint endpoint, GapCause? cause, FaultRule fault)
    {
        var facts = await archive.RecordedFacts();
        Assert.IsType<VisitEnded>(facts.Last(f => f is VisitEnded or VisitInterrupted));
        var gaps = facts.OfType<GapFound>().Where(g => g.Endpoint == endpoint).ToList();
        Assert.Equal(cause is null ? [] : [cause.Value], gaps.Select(g => g.Cause).Distinct());
        Assert.All(facts.OfType<GapFound>(), g => Assert.Equal(endpoint, g.Endpoint));

        foreach (var gap in gaps)
        {
            if (gap.Response is null)
            {
                Assert.Equal(FaultKind.CutMidBody, fault.Kind); // cut before a byte of it was read
                continue;
            }

            var kept = Assert.Single(facts.OfType<ResponseStored>(), k => k.Object == gap.Response.Object);
            await AreTheBytesSent(archive, kept.Object, cause!.Value, fault);
        }
    }

    private static async Task AreTheBytesSent(ArchiveUnderTest archive, Digest name, GapCause cause, FaultRule fault)
    {
        var exchange = await KeptAnswers.Exchange(archive, name);
        var body = await KeptAnswers.Body(archive, name);
        archive.Server.Faults.Clear();
        if (cause != GapCause.Unreachable)
            archive.Server.Faults.Add(fault); // anew, as it counts; what was cut off is held against the whole answer
        var (status, sent) = await Sent(new Uri(exchange.Url));

        Assert.Equal(status, exchange.Status);
        Assert.True(sent.AsSpan().StartsWith(body), "what was kept is not what was sent");
        if (cause == GapCause.Unreachable)
            Assert.True(body.Length < sent.Length);
        else if (cause != GapCause.TooLarge)
            Assert.Equal(sent, body);
        if (cause == GapCause.TooLarge)
            Assert.Equal(LargestAnswer, body.Length);
    }

    /// <summary>What the server sends for the same question now; no more than a test needs of it.</summary>
    private static async Task<(int Status, byte[] Body)> Sent(Uri question)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(question, HttpCompletionOption.ResponseHeadersRead);
        await using var received = await answer.Content.ReadAsStreamAsync();
        await using var body = answer.Content.Headers.ContentEncoding.Contains("gzip")
            ? new GZipStream(received, CompressionMode.Decompress)
            : received;
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while (bytes.Length < 2 * LargestAnswer && (read = await body.ReadAsync(buffer)) > 0)
            bytes.Write(buffer, 0, read);
        return ((int)answer.StatusCode, bytes.ToArray());
    }

    private static async Task NextVisitCompletes(ArchiveUnderTest archive)
    {
        archive.Server.Faults.Clear();

        var counts = await archive.Visit();

        Assert.Equal(0, counts.Gaps);
        var versions = await Versions(archive);
        var present = versions.Where(v => v.GoneAt is null).Select(v => v.PlatformId).ToHashSet();
        Assert.Superset(await ShortSample.Ids(archive.Server), present);
        // One record for each thing of the platform, and no two of its versions next to each other the same.
        Assert.Equal(
            versions.Select(v => v.PlatformId).Distinct().Count(),
            versions.Select(v => v.Record).Distinct().Count());
        Assert.All(
            versions.GroupBy(v => v.Record),
            record => Assert.All(
                record.Zip(record.Skip(1)),
                pair => Assert.NotEqual(pair.First.Members, pair.Second.Members)));
        Assert.Equal(0, (await archive.Visit()).NewVersions);
    }

    private static async Task<HashSet<string>> PlatformIds(ArchiveUnderTest archive) =>
        [.. (await Versions(archive)).Select(v => v.PlatformId)];

    private static async Task<string> IdOf(ArchiveUnderTest archive, string query)
    {
        var hit = Assert.Single(await archive.Find(query));
        return (await archive.Get<RecordVersions>().Of([hit.Version], default)).Values.Single().PlatformId;
    }

    private static async Task<IReadOnlyList<RecordVersion>> Versions(ArchiveUnderTest archive)
    {
        var hits = await archive.Find("");
        return await archive.Get<RecordVersions>().OfRecords([.. hits.Select(h => h.Record)], default);
    }
}
