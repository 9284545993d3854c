using Archive.Capture;
using Archive.Integrity;
using Archive.Records;

namespace Archive.IntegrationTests.Records;

/// <summary>Accounts that call themselves otherwise, and ids that are shown with another author.</summary>
public sealed class AuthorsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly WrittenPlatform platform = new();
    private ArchiveUnderTest archive = null!;

    public async Task InitializeAsync()
    {
        platform.Write("post", "<p>De brug is dicht.</p>", Noon);
        platform.Write("reactie", "<p>Tot wanneer?</p>", Noon.AddMinutes(1), "samira", "post");
        platform.Write("tweede", "<p>Wie weet het?</p>", Noon.AddMinutes(2), "henk", "post");
        archive = await ArchiveUnderTest.Start(platform);
        Assert.Equal(4, (await archive.Visit()).NewVersions); // the account too
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    [Fact]
    public async Task A_new_display_name_makes_no_version_but_of_the_account_and_is_that_of_the_next()
    {
        foreach (var account in platform.Accounts.Values)
            account["display_name"] = $"{account["display_name"]} (vernieuwd)";

        var renamed = await archive.Visit();

        Assert.Equal((1, 3), (renamed.NewVersions, renamed.Unchanged));
        platform.Edit("post", "<p>De brug is open.</p>");
        Assert.Equal(1, (await archive.Visit()).NewVersions);
        Assert.Equal(
            ["Gemeente Voorbeeldstad", "Gemeente Voorbeeldstad (vernieuwd)"],
            (await Versions("post")).Select(v => v.Single("author-name")));
        Assert.Empty((await archive.RecordedFacts()).OfType<AuthorChanged>());
        await AssertHolds();
    }

    [Fact]
    public async Task A_new_handle_makes_a_version()
    {
        platform.Accounts["samira"]["acct"] = "samira_nieuw";

        Assert.Equal(1, (await archive.Visit()).NewVersions);

        Assert.Equal(
            ["@samira@voorbeeldstad.example", "@samira_nieuw@voorbeeldstad.example"],
            (await Versions("reactie")).Select(v => v.Single("author-handle")));
        Assert.Empty((await archive.RecordedFacts()).OfType<AuthorChanged>());
    }

    [Fact]
    public async Task Another_author_under_a_known_id_is_a_fact_and_an_alarm_once()
    {
        platform.TakeOver("reactie", "henk");

        Assert.Equal(1, (await archive.Visit()).NewVersions);
        Assert.Equal(0, (await archive.Visit()).NewVersions);

        var facts = (await archive.RecordedFacts()).ToList();
        var changed = Assert.Single(facts.OfType<AuthorChanged>());
        var second = Assert.Single(facts.OfType<VersionCaptured>(), v => v.Ordinal == 2);
        Assert.Equal((second.Record, second.Pieces[0]), (changed.Record, changed.Response));
        Assert.True(facts.IndexOf(changed) < facts.IndexOf(second));
        foreach (var all in new[] { false, true })
        {
            var verified = await AssertHolds(all);
            var alarm = Assert.Single(verified.Open);
            Assert.Equal(FindingKind.OtherAuthor, alarm.Kind);
            Assert.Contains($"{changed.Record}", alarm.Message, StringComparison.Ordinal);
        }

        var export = await archive.Disclose("after:2026-03-01");
        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        Assert.Single(
            Directory.GetFiles(Path.Combine(export.Directory, "evidence/facts"), "*.json"),
            file => File.ReadAllText(file).Contains("capture.author-changed/1", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<RecordVersion>> Versions(string platformId)
    {
        var all = await archive.Get<RecordVersions>().OfRecords(
            [.. (await archive.Find("")).Select(h => h.Record)], default);
        return [.. all.Where(v => v.PlatformId == platformId)];
    }

    private async Task<ArchiveVerificationResult> AssertHolds(bool all = true)
    {
        var verified = await archive.Get<ArchiveVerification>().Run(all, null, default);
        Assert.True(verified.Holds, string.Join('\n', verified.Findings.Select(f => f.Message)));
        return verified;
    }
}
