using System.Text;
using Archive.Anchoring;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Replay.Authority;
using Archive.Storage.Anchor;

namespace Archive.IntegrationTests.Anchoring;

/// <summary>The archive's daily round, with real authorities and a clock that a test moves on.</summary>
public sealed class AnchorKeepingTests : IAsyncLifetime
{
    private readonly MovedClock clock = new();
    private LocalAuthority authority = null!;
    private LocalAuthority other = null!;
    private ArchiveUnderTest archive = null!;

    private DailyAnchor Anchor => archive.Get<DailyAnchor>();

    public async Task InitializeAsync()
    {
        authority = await LocalAuthority.Start();
        other = await LocalAuthority.Start();
    }

    public async Task DisposeAsync()
    {
        await archive.DisposeAsync();
        await authority.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task The_days_checkpoint_is_anchored_and_stamped_once_and_that_is_a_fact()
    {
        await Start(authority.Setting);
        await Anchor.Run(default);
        Assert.Equal(0, authority.Asked); // whoever anchors in the same minute is under the same token
        await Anchor.Run(default);
        await Anchor.Run(default);

        Assert.Equal(1, authority.Asked);
        var kept = (await Newest(authority))!;
        var head = (await archive.Get<AnchorLog>().LastCheckpoint(default))!;
        AssertOpensslAccepts(kept.Token.Der, Encoding.UTF8.GetBytes(head.Text), authority);
        Assert.All(
            await archive.Get<TimeStampStore>().Revocation(kept.Token.Digest, default),
            list => Assert.NotNull(list.Crl));
        var fact = Assert.Single(await Told<TimeStamped>());
        Assert.Equal(
            (kept.Token.Digest, Checkpoint.Imprint(head), 2),
            (fact.Token, fact.Imprint, fact.RevocationLists.Count));
        Assert.Equal([(kept.Token.ExistedBy, null)], await Shown());

        clock.Ahead = TimeSpan.FromDays(1);
        await Anchor.Run(default);
        await Anchor.Run(default);

        Assert.Equal(2, authority.Asked);
        Assert.Equal(2UL, (await Newest(authority))!.Size);
        await Untouched();
    }

    [Fact]
    public async Task An_authority_that_is_down_is_asked_less_and_less_often_and_is_then_overdue_while_capture_goes_on()
    {
        await Start(authority.Setting);
        authority.Mood = AuthorityMood.Failing;
        var asked = new List<int>();
        foreach (var minutes in new[] { 0, 0, 0, 1, 1, 3, 3, 7 })
        {
            clock.Ahead = TimeSpan.FromMinutes(minutes);
            await Anchor.Run(default);
            asked.Add(authority.Asked);
        }

        Assert.Equal([0, 1, 1, 2, 2, 3, 3, 4], asked);
        Assert.Equal([(null, null)], await Shown());

        clock.Ahead = TimeSpan.FromHours(12.5);
        await Anchor.Run(default);
        await Anchor.Run(default);
        Assert.NotNull(await archive.Visit());

        Assert.NotNull((await Shown()).Single().OverdueSince);
        Assert.Equal(TimeStampFailure.HttpError, Assert.Single(await Told<TimeStampOverdue>()).Failure);

        authority.Mood = AuthorityMood.Good;
        clock.Ahead = TimeSpan.FromHours(13.6);
        await Anchor.Run(default);

        Assert.Null((await Shown()).Single().OverdueSince);
        Assert.Single(await Told<TimeStamped>());
    }

    [Fact]
    public async Task Two_authorities_each_give_a_token_and_one_that_is_silent_does_not_keep_the_other_waiting()
    {
        await Start($"{authority.Setting}, {other.Setting}");
        other.Mood = AuthorityMood.Garbled;
        await Anchor.Run(default);
        await Anchor.Run(default);
        Assert.NotNull(await Newest(authority));
        Assert.Null(await Newest(other));

        other.Mood = AuthorityMood.Good;
        clock.Ahead = TimeSpan.FromMinutes(2);
        await Anchor.Run(default);

        Assert.Equal((1, 2), (authority.Asked, other.Asked));
        Assert.NotNull(await Newest(other));
        Assert.Equal(2, (await Told<TimeStamped>()).Count);
        await Untouched();
    }

    [Fact]
    public async Task A_token_whose_certificate_expires_soon_is_renewed_by_one_that_lasts_longer()
    {
        authority.Certify(TimeSpan.FromDays(-1), TimeSpan.FromDays(30));
        await Start(authority.Setting, TimeSpan.FromDays(21));
        await Anchor.Run(default);
        await Anchor.Run(default);
        var first = (await Newest(authority))!;

        await archive.BringUpToDate();
        clock.Ahead = TimeSpan.FromDays(15); // within the lead, but the authority has nothing better yet
        await Anchor.Run(default);
        await Anchor.Run(default);
        Assert.Equal(2, authority.Asked);
        Assert.DoesNotContain(await Told<TimeStamped>(), f => f.Renews is not null);
        Assert.Null((await Shown()).Single().OverdueSince);

        clock.Ahead = TimeSpan.FromDays(25); // a third of the lead is left
        await Anchor.Run(default);
        Assert.NotNull((await Shown()).Single().OverdueSince);
        Assert.NotNull(Assert.Single(await Told<TimeStampOverdue>()).Expiring);

        authority.Certify(TimeSpan.FromDays(-1), TimeSpan.FromDays(1000));
        await Anchor.Run(default);
        await Anchor.Run(default);

        var renewal = Assert.Single(await Told<TimeStamped>(), f => f.Renews == first.Token.Digest);
        Assert.True(renewal.ValidUntil > first.ValidUntil.AddDays(900));
        var head = (await archive.Get<AnchorLog>().LastCheckpoint(default))!;
        Assert.Equal(Digest.Of([.. first.Token.Der, .. Encoding.UTF8.GetBytes(head.Text)]), renewal.Imprint);
        Assert.Null((await Shown()).Single().OverdueSince);
        await Untouched();
    }

    [Fact]
    public async Task A_token_by_a_revoked_certificate_is_not_kept()
    {
        authority.Revoke();
        await Start(authority.Setting);
        await Anchor.Run(default);
        await Anchor.Run(default);

        Assert.Equal(1, authority.Asked);
        Assert.Null(await Newest(authority));
    }

    [Fact]
    public async Task Without_a_list_of_revocation_the_token_is_kept_and_the_fact_says_so()
    {
        authority.Lists = false;
        await Start(authority.Setting);
        await Anchor.Run(default);
        await Anchor.Run(default);

        Assert.Equal(
            (0, 2),
            Assert.Single(
                (await Told<TimeStamped>()).Select(f => (f.RevocationLists.Count, f.RevocationListsMissing))));
        Assert.All(
            await archive.Get<TimeStampStore>().Revocation((await Newest(authority))!.Token.Digest, default),
            list => Assert.Contains("404", list.Absent));
    }

    [Fact]
    public async Task Someone_who_changes_what_is_kept_is_found_out()
    {
        await Start(authority.Setting);
        await Anchor.Run(default);
        await Anchor.Run(default);
        await Untouched();
        await using (var connection = await archive.Database.Superuser.OpenConnectionAsync())
        {
            await using var change = new Npgsql.NpgsqlCommand(
                "SET session_replication_role = replica; UPDATE archive.anchor_note SET note = 'x'; UPDATE "
                    + "archive.anchor_checkpoint SET note = 'x'",
                connection);
            await change.ExecuteNonQueryAsync();
        }

        var findings = (await archive.Get<AnchorVerification>().Run(default)).Findings;

        Assert.Contains(findings, f => f.ToString().Contains("kept as leaf 0", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.ToString().Contains("which is not there", StringComparison.Ordinal));
    }

    private async Task Start(string authorities, TimeSpan? lead = null)
    {
        archive = await ArchiveUnderTest.Start(
            change: settings => settings with
            {
                TimeStampAuthorities = authorities,
                TimeStampLeadDays = (int)(lead ?? TimeSpan.FromDays(90)).TotalDays,
                AllowedLoopback = [.. settings.AllowedLoopback, authority.Address.Authority, other.Address.Authority],
            },
            clock: clock);
        await archive.BringUpToDate();
    }

    private Task<StoredToken?> Newest(LocalAuthority of) =>
        archive.Get<TimeStampStore>().Newest(of.Address.ToString(), default);

    private async Task<IReadOnlyList<T>> Told<T>()
        where T : IFact
    {
        await archive.BringUpToDate();
        return [.. (await archive.RecordedFacts()).OfType<T>()];
    }

    private async Task<IReadOnlyList<(DateTimeOffset? LastAt, DateTimeOffset? OverdueSince)>> Shown()
    {
        await using var transaction = await archive.Database.Perishable.Begin(default);
        await using var query = transaction.Command(
            "SELECT last_at, overdue_since FROM perishable.time_stamp ORDER BY authority");
        await using var rows = await query.ExecuteReaderAsync();
        var shown = new List<(DateTimeOffset?, DateTimeOffset?)>();
        while (await rows.ReadAsync())
            shown.Add((rows.IsDBNull(0) ? null : rows.GetFieldValue<DateTimeOffset>(0), rows.IsDBNull(1)
                ? null
                : rows.GetFieldValue<DateTimeOffset>(1)));
        return shown;
    }

    private async Task Untouched()
    {
        var verdict = await archive.Get<AnchorVerification>().Run(default);
        Assert.Empty(verdict.Findings);
        Assert.NotEqual(0, verdict.Tokens);
    }

    private static void AssertOpensslAccepts(byte[] token, byte[] data, LocalAuthority by)
    {
        var (tokenFile, dataFile) = (Path.GetTempFileName(), Path.GetTempFileName());
        File.WriteAllBytes(tokenFile, token);
        File.WriteAllBytes(dataFile, data);
        string[] verify = ["ts", "-verify", "-data", dataFile, "-token_in", "-in", tokenFile, "-CAfile", by
            .RootFile, "-untrusted", by.BetweenFile];
        var good = Openssl.Run(verify);
        data[^3] ^= 1;
        File.WriteAllBytes(dataFile, data);
        var bad = Openssl.Run(verify);
        File.Delete(tokenFile);
        File.Delete(dataFile);

        Assert.True(good.Code == 0, good.Output);
        Assert.NotEqual(0, bad.Code);
    }

    /// <summary>Stands at half past midnight of today, or so far ahead of it.</summary>
    private sealed class MovedClock : TimeProvider
    {
        private readonly DateTimeOffset start = new DateTimeOffset(System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero)
            .AddMinutes(30);

        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => start + Ahead;
    }
}
