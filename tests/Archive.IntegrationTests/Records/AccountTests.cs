using System.Text;
using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Capture.Http;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms;
using Archive.Capture.Platforms.Mastodon;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.IntegrationTests.Requests;
using Archive.Integrity;
using Archive.Records;
using Archive.Replay;
using Archive.Retention.Destruction;
using Archive.Sources;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.IntegrationTests.Records;

/// <summary>The account that is watched is a record: what it says of itself, in versions.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly WrittenPlatform platform = new();
    private ArchiveUnderTest archive = null!;

    private JsonObject Profile => platform.Accounts["gemeente"];

    public async Task InitializeAsync()
    {
        platform.Write("post", "<p>De brug is dicht.</p>", Noon);
        platform.Write("reactie", "<p>Tot wanneer?</p>", Noon.AddMinutes(1), "samira", "post");
        Profile["note"] = "<p>Nieuws van de gemeente.</p>";
        Profile["fields"] = new JsonArray(new JsonObject { ["name"] = "Telefoon", ["value"] = "14 0999" });
        archive = await ArchiveUnderTest.Start(
            new Changed(platform, Spoilt), polite: polite => polite with { Tries = 1 });
        platform.Files["/wapen.png"] = WrittenPlatform.Blue;
        Profile["avatar"] = $"{archive.Server.Address}wapen.png";
        Profile["avatar_description"] = "Het wapen";
        Profile["followers_count"] = 10;
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    /// <summary>What the server says in place of an account.</summary>
    private string? Instead { get; set; }

    [Fact]
    public async Task The_account_that_is_watched_is_a_record_and_no_citizen_is()
    {
        var facts = await archive.RecordedByVisit();

        var account = Assert.Single(facts.OfType<VersionCaptured>(), v => v.Kind == RecordKind.Account);
        Assert.Equal(3, facts.OfType<VersionCaptured>().Count()); // and a post and a comment, not who wrote that
        var answer = facts.OfType<ResponseStored>().Single(r => r.Endpoint == Endpoint.Account);
        Assert.Equal([new PieceRef(answer.Object, 1)], account.Pieces);
        Assert.Equal(1, answer.Items);
        Assert.Equal([new Figure(Measure.Followers, 10)],
            facts.OfType<FiguresMeasured>().Single(f => f.Record == account.Record).Figures);
        var version = Assert.Single(await Versions());
        Assert.Equal(
            ("1", "@gemeente@voorbeeldstad.example", "Gemeente Voorbeeldstad", "Nieuws van de gemeente."),
            (version.PlatformId, version.Single("author-handle"), version.Single("author-name"), version.Text));
        Assert.Equal("14 0999", version.Single("mastodon/field/value/0"));
        Assert.Equal($"{Digest.Of(WrittenPlatform.Blue)}", version.Single("media/0/digest"));
        Assert.Equal(1, Requests("/api/v1/accounts"));
        await AssertHolds();
    }

    [Fact]
    public async Task A_new_name_is_one_version_of_the_account_and_none_of_the_posts()
    {
        await archive.Visit();
        Profile["display_name"] = "Gemeente Nieuwstad";

        var renamed = await archive.RecordedByVisit();

        var version = Assert.Single(renamed.OfType<VersionCaptured>());
        Assert.Equal((RecordKind.Account, 2), (version.Kind, version.Ordinal));
        Assert.Equal(
            ["Gemeente Voorbeeldstad", "Gemeente Nieuwstad"], (await Versions()).Select(v => v.Single("author-name")));
        Assert.Empty(renamed.OfType<AuthorChanged>());
        Assert.Empty((await archive.RecordedByVisit()).OfType<VersionCaptured>());
        await archive.Get<RecordProjection>().Rebuild(default);
        Assert.Equal(2, (await Versions()).Count);
        await AssertHolds();
    }

    [Theory]
    [InlineData("note", "\"<p>Ander nieuws.</p>\"")]
    [InlineData("fields", "[{\"name\":\"Telefoon\",\"value\":\"14 0888\"}]")]
    [InlineData("locked", "true")]
    [InlineData("acct", "\"gemeente_nieuw\"")]
    [InlineData("moved", "{\"id\":\"7\",\"acct\":\"stad@elders.example\",\"url\":\"https://elders.example/@stad\"}")]
    [InlineData("avatar_description", "\"Een ander wapen\"")]
    public async Task What_it_says_of_itself_makes_a_version(string field, string value)
    {
        await archive.Visit();
        Profile[field] = JsonNode.Parse(value);

        var changed = (await archive.RecordedByVisit()).OfType<VersionCaptured>();
        Assert.Equal(2, Assert.Single(changed, v => v.Kind == RecordKind.Account).Ordinal);
    }

    [Fact]
    public async Task What_a_platform_counts_makes_a_figure_and_no_version()
    {
        await archive.Visit();
        Profile["followers_count"] = 11;
        Profile["last_status_at"] = "2026-03-02";

        var counted = await archive.RecordedByVisit();

        Assert.Empty(counted.OfType<VersionCaptured>());
        Assert.Equal([new Figure(Measure.Followers, 11)], Assert.Single(counted.OfType<FiguresMeasured>()).Figures);
    }

    [Fact]
    public async Task What_has_not_changed_adds_nothing()
    {
        await archive.Visit();

        Assert.Equal(
            [typeof(VisitStarted), typeof(AnswersRepeated), typeof(VisitEnded)],
            (await archive.RecordedByVisit()).Select(f => f.GetType()));
        Assert.Equal(1, Requests("/wapen.png"));
    }

    [Fact]
    public async Task The_same_picture_at_another_address_is_no_version_and_another_picture_is_one()
    {
        await archive.Visit();
        platform.Files["/wapen-2.png"] = platform.Files["/wapen.png"];
        Profile["avatar"] = $"{archive.Server.Address}wapen-2.png";

        var moved = await archive.RecordedByVisit();

        Assert.Empty(moved.OfType<VersionCaptured>());
        Assert.Contains(moved.OfType<ResponseStored>(), r => r.Endpoint == Endpoint.Account);
        await archive.Visit();
        Assert.Equal((1, 1), (Requests("/wapen.png"), Requests("/wapen-2.png")));

        platform.Files["/wapen-3.png"] = WrittenPlatform.Red;
        Profile["avatar"] = $"{archive.Server.Address}wapen-3.png";
        Assert.Single((await archive.RecordedByVisit()).OfType<VersionCaptured>());
        await AssertHolds();
    }

    [Fact]
    public async Task A_picture_that_does_not_come_is_a_gap_of_the_account_and_named_on_its_page()
    {
        platform.Files.Clear();
        var facts = await archive.RecordedByVisit();

        var account = Assert.Single(facts.OfType<VersionCaptured>(), v => v.Kind == RecordKind.Account);
        var gap = Assert.Single(facts.OfType<GapFound>());
        Assert.Equal((Endpoint.Medium, account.Record), (gap.Endpoint, gap.Record));
        Assert.Empty(account.Media);
        var export = await archive.Disclose("from:gemeente");
        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        var pages = await PdfWords.Of(export.Pdfs[0]);
        Assert.Contains("Het wapen", pages); // its description, which the set opens
        await AssertHolds();
    }

    [Fact]
    public async Task An_account_that_nobody_has_any_more_is_asked_for_by_its_id_and_is_gone_once()
    {
        await archive.Visit();
        platform.Watched = null;
        var profile = Profile;
        platform.Accounts.Remove("gemeente");

        var gone = await archive.RecordedByVisit();

        var gap = Assert.Single(gone.OfType<GapFound>());
        Assert.Equal((Endpoint.Account, GapCause.NotFound, (Guid?)null), (gap.Endpoint, gap.Cause, gap.Record));
        var found = Assert.Single(gone.OfType<DisappearanceFound>());
        Assert.Equal((await Versions()).Single().Record, found.Record);
        Assert.NotNull((await Versions()).Single().GoneAt);
        Assert.Empty((await archive.RecordedByVisit()).OfType<DisappearanceFound>());
        Assert.Equal(1, Requests("/api/v1/accounts/1 "));

        platform.Accounts["gemeente"] = profile;
        platform.Watched = "gemeente";
        Assert.Single((await archive.RecordedByVisit()).OfType<ReappearanceFound>());
        Assert.Null((await Versions()).Single().GoneAt);
        await AssertHolds();
    }

    [Fact]
    public async Task An_account_of_which_only_the_handle_is_gone_is_read_by_its_id()
    {
        await archive.Visit();
        platform.Watched = null;
        Profile["acct"] = "stad";

        var renamed = await archive.RecordedByVisit();

        Assert.Empty(renamed.OfType<DisappearanceFound>());
        Assert.Equal(2, Assert.Single(renamed.OfType<VersionCaptured>()).Ordinal);
        Assert.Equal("@stad@voorbeeldstad.example", (await Versions())[^1].Single("author-handle"));
    }

    [Fact]
    public async Task A_handle_that_is_another_accounts_is_another_record_and_no_account_is_asked_for_as_a_status()
    {
        await archive.Visit();
        platform.Watched = "samira";
        platform.Accounts.Remove("gemeente");
        platform.Remove("post");
        platform.Remove("reactie");

        var other = await archive.RecordedByVisit();

        Assert.Equal("2", (await Versions())[^1].PlatformId);
        Assert.Equal(1, Assert.Single(other.OfType<VersionCaptured>()).Ordinal);
        Assert.Contains((await Versions())[0].Record, other.OfType<DisappearanceFound>().Select(d => d.Record));
        Assert.Equal(0, Requests("/api/v1/statuses/1 "));
        Assert.Equal(1, Requests("/api/v1/accounts/1 "));
    }

    [Theory]
    [InlineData("{\"id\":\"1\",\"acct\":\"gemeente\",\"created_at\":\"2023-05-01T00:00:00.000Z\",\"fields\":{}}")]
    [InlineData("{\"id\":\"1\",\"acct\":\"gemeente\",\"created_at\":\"gisteren\"}")]
    [InlineData("{\"id\":\"1\",\"acct\":\"gemeente\",\"created_at\":\"2023-05-01T00:00:00.000Z\",\"note\":\"DIVS\"}")]
    [InlineData("{\"id\":\"1\",\"acct\":\"gemeente\",\"created_at\":\"2023-05-01T00:00:00.000Z\",\"note\":\"LARGE\"}")]
    public async Task What_is_not_understood_of_it_is_a_gap_with_its_bytes_and_the_posts_are_records(string body)
    {
        Instead = body.Replace("DIVS", string.Concat(Enumerable.Repeat("<div>", 20_000)), StringComparison.Ordinal)
            .Replace("LARGE", new('x', 10_000_000), StringComparison.Ordinal);

        var facts = await archive.RecordedByVisit();

        var gap = Assert.Single(facts.OfType<GapFound>());
        Assert.Equal((Endpoint.Account, GapCause.NotUnderstood), (gap.Endpoint, gap.Cause));
        Assert.Equal(Instead, Encoding.UTF8.GetString(await KeptAnswers.Piece(archive, gap.Response!)));
        Assert.Equal(2, facts.OfType<VersionCaptured>().Count());
        Assert.Empty(await Versions());
    }

    [Fact]
    public async Task An_answer_that_was_kept_before_accounts_were_records_is_asked_for_whole_and_kept_as_one()
    {
        platform.GivesTags = true;
        var before = new SourceVisits(
            archive.Get<EventStore>(), archive.Get<PerishableDatabase>(), archive.Get<IVault>(),
            archive.Get<UnitSecrets>(), archive.Get<SuppressionKey>(), archive.Get<MediaStore>(),
            archive.Get<MediumKey>(), archive.Get<PoliteClient>(), new([new Before()]), TimeProvider.System,
            NullLogger<SourceVisits>.Instance);
        Assert.Equal(0, (await before.Visit(archive.Source, default))!.NewRecords);

        var first = await archive.RecordedByVisit();

        Assert.Single(first.OfType<VersionCaptured>(), v => v.Kind == RecordKind.Account);
        var again = await archive.RecordedByVisit();
        Assert.Empty(again.OfType<ResponseStored>());
        Assert.Empty(again.OfType<AnswersRepeated>().Single().Same);
        await AssertHolds();
    }

    [Fact]
    public async Task A_destroyed_account_is_not_kept_again_and_what_it_posts_is()
    {
        var account = (await archive.RecordedByVisit())
            .OfType<VersionCaptured>().Single(v => v.Kind == RecordKind.Account);
        var (handler, approver) = await archive.Officers();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(account.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        await archive.BringUpToDate();
        Profile["note"] = "<p>Iets anders.</p>";
        platform.Write("nieuw", "<p>De brug is open.</p>", Noon.AddHours(1));

        var after = await archive.RecordedByVisit();

        Assert.Equal(RecordKind.Post, Assert.Single(after.OfType<VersionCaptured>()).Kind);
        Assert.Empty(await Versions());
        await AssertHolds();
    }

    [Fact]
    public async Task It_is_found_by_what_it_says_and_by_when_it_said_so_as_far_as_is_known()
    {
        var clock = new StandingClock(new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
        await using var moving = await ArchiveUnderTest.Start(platform, clock: clock);
        Profile.Remove("avatar");
        await moving.Visit();
        clock.Now = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
        Profile["fields"] = new JsonArray(new JsonObject { ["name"] = "Balie", ["value"] = "Marktplein 1" });
        await moving.Visit();

        async Task AssertFound(bool found, string query) => Assert.True(
            found == (await moving.Get<RecordVersions>().Of(
                [.. (await moving.Find(query)).Select(h => h.Version)], default)).Values
                .Any(v => v.Kind == RecordKind.Account), query);

        await AssertFound(true, "marktplein");
        await AssertFound(true, "14 0999");
        await AssertFound(true, "from:gemeente");
        await AssertFound(true, "after:2026-03-25");
        await AssertFound(true, "after:2026-03-11 before:2026-03-12");
        await AssertFound(true, "after:2026-03-11 before:2026-03-12 0999");
        await AssertFound(false, "after:2026-03-11 before:2026-03-12 marktplein"); // it did not say so yet
        await AssertFound(false, "after:2026-03-21 0999"); // nor any more
        await AssertFound(false, "before:2026-03-10"); // nobody had looked
        platform.Watched = null;
        platform.Accounts.Remove("gemeente");
        clock.Now = new(2026, 3, 25, 12, 0, 0, TimeSpan.Zero);
        await moving.Visit();
        await AssertFound(true, "after:2026-03-25");
        await AssertFound(false, "after:2026-03-26"); // it was gone
    }

    /// <summary>The platform as a build had it to which an account was no record.</summary>
    private sealed class Before : Capture.Platforms.IPlatform, ICollector
    {
        private readonly MastodonPlatform now = new();

        public PlatformName Name => now.Name;

        public string Label => now.Label;

        public IReadOnlyList<IMapper> Mappers => now.Mappers;

        public ICollector Collector => this;

        public PlatformCapabilities Capabilities => now.Capabilities;

        public string Space(Source source) => now.Space(source);

        public Outcome<AccountAddress> Parse(string typed) => now.Parse(typed);

        public string Domain(string handle) => now.Domain(handle);

        public async Task Visit(SourceVisit visit, CancellationToken ct)
        {
            var question = new MastodonQuestions(visit.Source.Server).Account(visit.Source.Handle);
            var answer = await visit.Questions.Ask(Endpoint.Account, question, null, ct);
            await visit.Questions.Store(Endpoint.Account, answer!, ct);
        }
    }

    private Reply? Spoilt(Replay.Question asked, Reply? reply) =>
        Instead is { } body && asked.Path.StartsWith("/api/v1/accounts/lookup", StringComparison.Ordinal)
            ? new(200, [new("content-type", "application/json")], Encoding.UTF8.GetBytes(body), Origin.Fault)
            : reply;

    /// <summary>How often the server was asked for what begins so, with a space for its end.</summary>
    private int Requests(string path) => archive.Server.Requests.Count(
        r => $"{r} ".StartsWith($"GET {path}", StringComparison.Ordinal)
            && !(path == "/api/v1/accounts" && r.Contains("/statuses", StringComparison.Ordinal)));

    /// <summary>Of accounts, in the order in which they were first seen.</summary>
    private async Task<IReadOnlyList<RecordVersion>> Versions()
    {
        var all = await archive.Get<RecordVersions>().OfRecords(
            [.. (await archive.Find("")).Select(h => h.Record)], default);
        return [.. all.Where(v => v.Kind == RecordKind.Account).OrderBy(v => v.Leaf)];
    }

    private async Task AssertHolds()
    {
        var verified = await archive.Get<ArchiveVerification>().Run(all: true, null, default);
        Assert.True(verified.Holds, string.Join('\n', verified.Findings.Select(f => f.Message)));
    }
}
