using Archive.Evidence.Facts;
using Archive.Exports;
using Archive.Home;
using Archive.IntegrationTests.Faults;
using Archive.Retention.Destruction;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using Npgsql;

namespace Archive.IntegrationTests.Vault;

/// <summary>A whole archive whose vault is a container.</summary>
[Collection(nameof(Azurite))]
public sealed class ArchiveOnAzureTests(Azurite azurite)
{
    [Fact]
    public async Task On_storage_that_enforces_nothing_the_worker_refuses_to_start_and_says_what_to_switch_on()
    {
        await using var archive = await ArchiveUnderTest.Start(vault: At(await azurite.Container()));
        var asked = archive.Server.Requests.Count;

        using var worker = ProductProcess.Worker(archive.Settings);

        Assert.Equal(1, await worker.Ended(TimeSpan.FromMinutes(2)));
        Assert.Contains("The worker does not start.", worker.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Switch on version-level immutability support for this container",
            worker.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Azurite.Key, worker.Output, StringComparison.Ordinal);
        Assert.Equal(asked, archive.Server.Requests.Count); // nothing was visited
        await using var database = NpgsqlDataSource.Create(archive.Database.SuperuserOf(Migrations.Perishable));
        Assert.Equal(0L, await database.CreateCommand("SELECT count(*) FROM perishable.storage").ExecuteScalarAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task On_storage_that_enforces_or_when_told_to_take_it_the_worker_starts_and_says_which(
        bool allowMutable)
    {
        var container = await azurite.Container();
        await using var proxy = await WormProxy.Start(azurite);
        var vault = At(allowMutable ? container : proxy.Of(container)) with { AllowMutable = allowMutable };
        await using var archive = await ArchiveUnderTest.Start(vault: vault);

        using var worker = ProductProcess.Worker(archive.Settings);
        for (var waited = 0; await archive.Count(Facts.NameOf(typeof(Capture.VersionCaptured))) == 0; waited++)
        {
            worker.AssertRuns();
            Assert.True(waited < 1200, worker.Output);
            await Task.Delay(100);
        }

        worker.Kill();
        await using var database = NpgsqlDataSource.Create(archive.Database.SuperuserOf(Migrations.Perishable));
        Assert.Equal(
            allowMutable,
            await database.CreateCommand("SELECT mutable FROM perishable.storage").ExecuteScalarAsync());
        Assert.Equal([], (await archive.Get<IVault>().ScrubAll(default)).Findings);
    }

    [Fact]
    public async Task Bytes_that_are_locked_go_when_the_lock_ends_and_the_destruction_does_not_wait_for_it()
    {
        var clock = new MovableClock();
        await using var proxy = await WormProxy.Start(azurite, clock);
        await using var archive = await ArchiveUnderTest.Start(
            vault: At(proxy.Of(await azurite.Container())) with { LockDays = 30, Lock = "locked" });
        await archive.Visit();
        var (handler, approver) = await archive.Officers();
        // with a picture that nothing else has
        var gone = await Destroyable.Find(archive, "chocolademelk en stalletjes");
        var picture = gone.Comment.Media[0];
        var (vault, locked) = (archive.Get<IVault>(), archive.Get<LockedObjects>());

        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(gone.Comment.Record, DestructionBasis.SelectionList, handler.Id, approver.Id), default)).Refusal);

        // nothing opens it
        Assert.Empty(await archive.Get<UnitSecrets>().Get([gone.Comment.Unit, picture.Unit], default));
        Assert.Empty(await gone.TablesWithAWord());
        Assert.True(await vault.Contains(picture.Object, default));
        Assert.Equal((0, 1), await locked.TryAgain(default));
        Assert.Equal(1, await archive.Get<RecordDestruction>().Resume(default)); // nor does a start forget it
        Assert.Equal((0, 1), await locked.TryAgain(default));

        clock.Move(TimeSpan.FromDays(31));
        Assert.Equal((1, 0), await locked.TryAgain(default));
        Assert.False(await vault.Contains(picture.Object, default));
        Assert.Equal((0, 0), await locked.TryAgain(default));
        await archive.BringUpToDate();
        await archive.AssertLogHolds();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_set_says_where_it_is_read_first_that_its_storage_is_taken_as_it_is(bool allowMutable)
    {
        await using var archive = await ArchiveUnderTest.Start(vault: new() { AllowMutable = allowMutable });
        await archive.Visit();

        var export = await archive.Disclose("kerkstraat");

        Assert.Equal(
            allowMutable,
            Letter(export, "LEESMIJ.txt").StartsWith("ALLEEN VOOR EEN PROEF: de opslag", StringComparison.Ordinal));
        Assert.Equal(
            allowMutable,
            Letter(export, "README.txt").StartsWith("FOR A TEST ONLY: the storage", StringComparison.Ordinal));
        var pages = await PdfWords.Of(Assert.Single(export.Pdfs));
        Assert.Equal(allowMutable, pages.Contains("ALLEEN VOOR EEN PROEF", StringComparison.Ordinal));
        Assert.Equal(0, WholeRequest.Check(export).Verdict);
    }

    [Fact]
    public async Task An_archive_moves_to_Azure_and_back_and_reads_the_same()
    {
        var container = await azurite.Container();
        await using var proxy = await WormProxy.Start(azurite);
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var home = archive.Settings;
        var there = home with { Vault = At(proxy.Of(container)) with { LockDays = 1 } };
        string[] copy = ["vault", "copy", "--from", home.Vault.Place, "--to", there.Vault.At];
        var objects = await archive.Get<IVault>().All(default).CountAsync();
        var headers = (await archive.Get<IVault>().Headers()).Select(h => h.Name.ToString())
            .Order(StringComparer.Ordinal);

        var (code, said) = await Cli(there, copy);
        Assert.True(code == 0, said);
        Assert.Contains(
            $"{objects} objects copied and read back, 0 were there and whole, 0 findings.",
            said,
            StringComparison.Ordinal);

        (code, said) = await Cli(there, copy); // once more copies nothing
        Assert.Contains(
            $"0 objects copied and read back, {objects} were there and whole, 0 findings.",
            said,
            StringComparison.Ordinal);

        var azure = there.Vault.Open(home, TimeProvider.System);
        Assert.Equal(headers, (await azure.Headers()).Select(h => h.Name.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal([], (await azure.ScrubAll(default)).Findings);

        var back = Path.Combine(home.Home, "back");
        (code, said) = await Cli(there, ["vault", "copy", "--from", there.Vault.At, "--to", back]);
        Assert.True(code == 0, said);
        foreach (var file in Directory.EnumerateFiles(back, "*", SearchOption.AllDirectories))
            Assert.Equal(
                await File.ReadAllBytesAsync(file.Replace(back, home.Vault.Place, StringComparison.Ordinal)),
                await File.ReadAllBytesAsync(file));

        (code, said) = await Cli(home, ["vault", "copy", "--from", Path.Combine(home.Home, "mistyped"), "--to", back]);
        Assert.Equal(1, code);
        Assert.Contains("There is no vault", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> Cli(TestSettings settings, string[] arguments)
    {
        using var cli = ProductProcess.Cli(settings, arguments);
        var code = await cli.Ended(TimeSpan.FromMinutes(3));
        return (code, cli.Output);
    }

    private static string Letter(SealedExport export, string name) =>
        File.ReadAllText(Path.Combine(export.Directory, name));

    private static VaultOptions At(Uri container) => new() { At = container.AbsoluteUri, Key = Azurite.Key };
}
