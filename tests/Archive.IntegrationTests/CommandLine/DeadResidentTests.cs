namespace Archive.IntegrationTests.CommandLine;

/// <summary>An archive that was up and is no more.</summary>
public sealed class DeadResidentTests : IAsyncLifetime
{
    private static readonly string[] Search = ["search", "kerkstraat", "--officer", ResidentArchive.Handler];

    private readonly ResidentArchive resident = new();

    public Task InitializeAsync() => resident.InitializeAsync();

    public Task DisposeAsync() => resident.DisposeAsync();

    [Fact]
    public async Task An_archive_that_stops_breaks_off_what_it_is_at_work_on_and_says_so()
    {
        await using var held = await HeldAccounts.Take(resident.Archive.Database);
        using var typed = resident.Begin(Search);
        await held.Waits(1);

        var code = await resident.Stop();
        var told = await ResidentArchive.End(typed);

        Assert.Equal(0, code);
        Assert.Equal((1, ""), (told.Code, told.Output));
        Assert.Contains("The archive stops; this command was broken off.", told.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(resident.Channel));
        await held.Waits(0);
    }

    [Fact]
    public async Task Who_waits_is_told_and_the_next_finds_its_way_past_the_socket_it_left()
    {
        await using (var held = await HeldAccounts.Take(resident.Archive.Database))
        {
            using var typed = resident.Begin(Search);
            await held.Waits(1);
            resident.Kill();
            var told = await ResidentArchive.End(typed);

            Assert.Equal((1, ""), (told.Code, told.Output));
            Assert.Contains("The archive stopped while it was at work on this", told.Error, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(resident.Channel));
        Assert.Equal(69, (await resident.Ask(Search)).Code);
        Assert.Equal(0, (await resident.RunAlone(Search)).Code);

        await resident.Up();

        Assert.Equal(0, (await resident.Ask(Search)).Code);
    }
}
