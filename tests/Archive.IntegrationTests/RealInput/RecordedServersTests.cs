using Archive.Capture;
using Archive.IntegrationTests.Faults;
using Archive.Records;
using Archive.Replay;
using Archive.Replay.Recorded;
using Archive.Tests;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.RealInput;

/// <summary>
/// What real servers answered, the whole way to a signed set; and answers of our own in the same shapes, for who has no
/// recordings. Expected numbers were counted in the files with Python.
/// </summary>
public sealed class RecordedServersTests(ITestOutputHelper output)
{
    private const string Mastodon = "mastodon";
    private const string GoToSocial = "live_mastodon_gotosocial";
    private const string Hollo = "live_mastodon_hollo";

    [Theory]
    [RecordedData("own-mastodon", 9)]
    [RecordedData("own-gotosocial", 4)]
    [RecordedData("own-hollo", 4)]
    [RecordedData(Mastodon, 19)]
    [RecordedData(GoToSocial, 4)]
    [RecordedData(Hollo, 4)]
    public async Task Every_status_that_was_recorded_is_a_record_or_within_one_or_in_a_gap(string folder, int statuses)
    {
        await using var server = await RecordedServer.Start(folder);
        await server.VisitAllBeforeAndAfter();

        var captured = await server.Captured();
        var gaps = await server.Gaps();
        var accounts = ReplayServer.StatusesIn(Fixtures.Folder(folder))
            .ToDictionary(id => id, id => Account(id, captured, gaps));

        Print(folder, accounts, captured, gaps, await server.Archive.RecordedFacts());
        Assert.Equal(statuses, accounts.Count);
        Assert.DoesNotContain("lost", accounts.Values);
        // Only what was recorded is there: nothing was made up on the way.
        Assert.Subset(accounts.Keys.ToHashSet(), captured.Select(v => v.PlatformId).ToHashSet());

        // Each account is one record with one version, whatever was counted of it in between.
        var watched = await server.Accounts();
        Assert.NotEmpty(watched);
        Assert.All(watched, v => Assert.Equal((1, 1), (v.Ordinal, v.Of)));

        var export = await server.Archive.Disclose("platform:mastodon");
        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        var pages = await PdfWords.Of(export.Pdfs[0]);
        Assert.All(captured, v => Assert.Contains(FirstWord(v), pages));
    }

    [Theory]
    [RecordedData("own-mastodon")]
    [RecordedData("own-gotosocial")]
    [RecordedData("own-hollo")]
    [RecordedData(Mastodon)]
    [RecordedData(GoToSocial)]
    [RecordedData(Hollo)]
    public async Task A_question_the_server_does_not_know_is_a_gap(string folder)
    {
        await using var server = await RecordedServer.Start(folder);
        await server.VisitAllBeforeAndAfter();

        var unknown = server.Archive.Server.Unknown;
        var gaps = (await server.Gaps()).Where(g => g.Status == 501).ToList();

        Assert.All(gaps, g => Assert.Equal(GapCause.PlatformFailed, g.Cause));
        // Two pictures of one account that do not come are one gap, as two of one post are.
        var files = unknown.Where(u => !u.Contains("/api/", StringComparison.Ordinal)).ToList();
        Assert.Equal(unknown.Count - files.Count, gaps.Count(g => g.Endpoint != Endpoint.Medium));
        Assert.Equal(files.Count > 0, gaps.Exists(g => g.Endpoint == Endpoint.Medium));
    }

    [Theory]
    [RecordedData("own-mastodon")]
    [RecordedData("own-gotosocial")]
    [RecordedData("own-hollo")]
    [RecordedData(Mastodon)]
    [RecordedData(GoToSocial)]
    [RecordedData(Hollo)]
    public async Task A_status_disappeared_only_if_the_server_itself_said_so_of_that_status(string folder)
    {
        await using var server = await RecordedServer.Start(folder);
        await server.VisitAllBeforeAndAfter();

        var gone = (await server.Archive.RecordedFacts()).OfType<DisappearanceFound>().ToList();
        var captured = await server.Captured();

        Assert.NotEmpty(gone);
        Assert.All(gone, g => Assert.True(g.Status is 404 or 410));
        Assert.Equal(
            server.Recorded.Values.Where(s => s.Disappears).Select(s => s.Id).Order(StringComparer.Ordinal),
            captured.Where(v => v.GoneAt is not null).Select(v => v.PlatformId).Distinct()
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [RecordedData("own-gotosocial")]
    [RecordedData("own-hollo")]
    [RecordedData(GoToSocial)]
    [RecordedData(Hollo)]
    public async Task The_agencys_answer_stays_when_the_comment_above_it_is_deleted(string folder)
    {
        await using var server = await RecordedServer.Start(folder);
        await server.VisitBeforeAndAfter();

        var captured = await server.Captured();
        // the comments came with the recorded thread
        Assert.Equal(4, captured.Select(v => v.PlatformId).Distinct().Count());
        var deleted = server.Recorded.Values.Where(s => s.Disappears).Select(s => s.Id).ToHashSet();
        var answers = captured.Where(v => v.InReplyTo is { } parent && deleted.Contains(parent)).ToList();

        Assert.All(answers, v => Assert.Null(v.GoneAt));
        Assert.All(answers, v => Assert.Contains(server.Agency, v.Single("author-handle")));
        Assert.NotEmpty(answers);
    }

    [Theory]
    [RecordedData("own-gotosocial", "Mon, 05 Oct 2026 09:10:00 GMT")]
    [RecordedData(GoToSocial, "Sat, 21 Nov 2026 00:35:38 GMT")]
    public async Task A_recorded_429_is_kept_and_is_a_gap_and_the_next_visit_brings_what_was_missed(
        string folder, string date)
    {
        var limited = Recording.ReadFolder(Fixtures.Folder(folder)).Single(r => r.Status == 429);
        // By the server's own clock its reset is five minutes ago, whenever this test runs: the next visit need not
        // wait.
        var reply = new Reply(limited.Status, limited.Headers, limited.Body, Origin.Recorded)
            .With("date", date);
        var limiting = true;
        await using var server = await RecordedServer.Start(
            folder, (asked, answer) => limiting && asked.Path.EndsWith("/statuses", StringComparison.Ordinal)
                ? reply
                : answer);
        await server.Archive.Visit();

        var gap = Assert.Single(await server.Gaps());
        Assert.Equal((Endpoint.Listing, GapCause.RateLimited, 429), (gap.Endpoint, gap.Cause, gap.Status));
        Assert.Equal(limited.Body, await KeptAnswers.Body(server.Archive, gap.Response!.Object));
        Assert.Empty(await server.Captured());

        limiting = false;
        await server.Archive.Visit();
        Assert.Equal(4, (await server.Captured()).Select(v => v.Record).Distinct().Count());
    }

    /// <summary>Where a status went.</summary>
    private static string Account(string id, IReadOnlyList<RecordVersion> captured, IReadOnlyList<GapFound> gaps)
    {
        if (captured.Any(v => v.PlatformId == id))
            return "record";
        if (captured.FirstOrDefault(
            v => v.Single("mastodon/share/platform-id") == id
                || v.Single("mastodon/quote/platform-id") == id) is { } around)
            return $"within {around.PlatformId}";
        return gaps.FirstOrDefault(
            g => g.Endpoint is Endpoint.Listing or Endpoint.Thread or Endpoint.Account) is { } gap
            ? $"gap: {gap.Endpoint} {gap.Cause}"
            : "lost";
    }

    private void Print(
        string folder, Dictionary<string, string> accounts, IReadOnlyList<RecordVersion> captured,
        IReadOnlyList<GapFound> gaps,
        IReadOnlyList<IFact> facts)
    {
        output.WriteLine($"{folder}: {accounts.Count} statuses recorded");
        foreach (var account in accounts.Values.CountBy(a => a.Split(' ')[0]))
            output.WriteLine($"  {account.Key,-24}{account.Value,4}");
        output.WriteLine($"  {"records (per source)",-24}{captured.Select(v => v.Record).Distinct().Count(),4}");
        output.WriteLine($"  {"versions",-24}{captured.Count,4}");
        output.WriteLine($"  {"disappearances",-24}{facts.OfType<DisappearanceFound>().Count(),4}");
        foreach (var gap in gaps.CountBy(g => $"{g.Endpoint} {g.Cause} {g.Status}"))
            output.WriteLine($"  gap {gap.Key,-20}{gap.Value,4}");
    }

    private static string FirstWord(RecordVersion version) => version.Text.Split(' ', '\n', '#', '@')[0];
}
