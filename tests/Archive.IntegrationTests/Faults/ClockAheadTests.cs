using System.Diagnostics;
using Archive.Anchoring;
using Archive.Integrity;
using Archive.People;
using Archive.Restore;
using Archive.Storage.Anchor;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// A clock that was a year ahead for a while, and is right again: nothing waits a year for a moment that it wrote down.
/// </summary>
public sealed class ClockAheadTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly JumpingClock clock = new();
    private ArchiveUnderTest archive = null!;

    public async Task InitializeAsync()
    {
        archive = await ArchiveUnderTest.Start(clock: clock);
        await archive.Visit();
        await archive.Officers();
        await archive.BringUpToDate();
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    [Fact]
    [Trait("Category", "Faults")]
    public async Task What_was_read_back_a_year_ahead_is_due_now()
    {
        clock.Offset = Year;
        var ahead = await archive.Get<Scrub>().RunSlice(default);
        Assert.True(ahead.Objects > 0);
        while ((await archive.Get<Scrub>().RunSlice(default)).Objects > 0)
        {
            // until everything was read
        }

        clock.Offset = TimeSpan.Zero;
        var again = await archive.Get<Scrub>().RunSlice(default);

        Assert.True(again.Objects > 0, "Nothing is due before the year is over.");
        FaultFigures.Write(
            output, "clock a year ahead", full: true, 1, new((int)again.Objects, 0, 0, 0, []),
            "moments ahead: due at once", watch.Elapsed);
    }

    [Fact]
    [Trait("Category", "Faults")]
    public async Task A_whole_pass_that_was_begun_a_year_ahead_is_begun_anew_and_ends()
    {
        clock.Offset = Year;
        using var broken = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => archive.Get<ArchiveVerification>().Run(
            all: true,
            step =>
            {
                if (step.Step == VerificationStep.Objects)
                    broken.Cancel();
            },
            broken.Token));
        clock.Offset = TimeSpan.Zero;

        var pass = archive.Get<ArchiveVerification>().Run(all: true, null, default);
        Assert.Same(pass, await Task.WhenAny(pass, Task.Delay(TimeSpan.FromMinutes(2))));
        Assert.Null((await pass).Resumed);
        Assert.True((await pass).Holds);
    }

    [Fact]
    [Trait("Category", "Faults")]
    public async Task An_account_that_was_shut_a_year_ahead_is_open_now_and_the_day_is_shown()
    {
        clock.Offset = Year;
        Refusal? refusal = null;
        for (var i = 0; i < SignInThrottle.FreeFailures; i++)
            refusal = (await archive.Get<Officers>().SignIn("Anna", "een verkeerd wachtwoord", default)).Refusal;
        var day = archive.Get<OfficeTime>().Today;
        Assert.Equal("people.too-many-failures", refusal!.Code);
        Assert.Contains($"{day:yyyy-MM-dd}", refusal.In(Evidence.Language.Nl));

        clock.Offset = TimeSpan.Zero;
        Assert.Null((await archive.Get<Officers>().SignIn("Anna", ArchiveUnderTest.Password, default)).Refusal);
    }

    [Fact]
    [Trait("Category", "Faults")]
    public async Task A_log_that_was_anchored_a_year_ahead_is_anchored_today()
    {
        clock.Offset = Year;
        await archive.Get<DailyAnchor>().Run(default);
        var before = await archive.Get<AnchorLog>().Last(default);
        clock.Offset = TimeSpan.Zero;
        archive.Server.Platform.State = "later";
        await archive.Visit();

        await archive.Get<DailyAnchor>().Run(default);

        Assert.NotEqual(before!.Value.Leaf, (await archive.Get<AnchorLog>().Last(default))!.Value.Leaf);
    }

    [Fact]
    [Trait("Category", "Faults")]
    public async Task A_clock_before_the_newest_fact_is_warned_of()
    {
        Assert.Null(await archive.Get<ClockCheck>().Warns(default));
        clock.Offset = Year;
        archive.Server.Platform.State = "later";
        await archive.Visit();
        clock.Offset = TimeSpan.Zero;

        Assert.NotNull(await archive.Get<ClockCheck>().Warns(default));
        using var search = ProductProcess.Cli(
            archive.Settings, ["search", "iets", "--officer", "Anna"],
            ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password));
        Assert.Equal(0, await search.Ended(TimeSpan.FromMinutes(2)));
        Assert.Contains("set the clock by NTP", search.Output);
    }

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
