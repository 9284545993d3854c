using System.Text;
using Archive.Capture.Http;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Records;
using Archive.Retention.Destruction;
using Archive.Storage.Keys;

namespace Archive.IntegrationTests.Faults;

/// <summary>A picture is kept once, so that its destruction and its next use must not pass each other by.</summary>
public sealed class SharedMediaTests : IAsyncLifetime
{
    private ArchiveUnderTest archive = null!;
    private RecordVersion owner = null!;
    private Uri address = null!;

    private Guid Picture => owner.Media[0].Unit;

    public async Task InitializeAsync()
    {
        archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        owner = (await archive.Get<RecordVersions>().OfRecords(await archive.Records(), default))
            // nothing else has its picture
            .First(v => v.Text.Contains("chocolademelk en stalletjes", StringComparison.Ordinal));
        await using var transaction = await archive.Database.Perishable.Begin(default);
        await using var query = transaction.Command("SELECT url FROM perishable.medium_at WHERE unit = $1", Picture);
        address = new((string)(await query.ExecuteScalarAsync())!);
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    [Fact]
    public async Task A_picture_that_a_visit_just_took_into_use_outlives_the_record_it_came_with()
    {
        var medium = await TakeIntoUse(Ids.New()); // no fact says so yet

        await Destroy();

        Assert.Equal(Picture, medium.Unit);
        Assert.NotNull(await archive.Get<UnitSecrets>().Get(Picture, default));
        Assert.Single(await archive.Get<MediaStore>().Kept([Picture], default));
    }

    [Fact]
    public async Task A_use_that_no_fact_tells_of_yet_is_not_lost_when_records_are_made_anew()
    {
        await TakeIntoUse(Ids.New());

        await archive.Get<RecordProjection>().Rebuild(default);
        await Destroy();

        Assert.NotNull(await archive.Get<UnitSecrets>().Get(Picture, default));
    }

    [Fact]
    public async Task A_picture_that_was_destroyed_and_is_seen_again_is_kept_anew()
    {
        await Destroy();

        var medium = await TakeIntoUse(Ids.New());

        Assert.NotEqual(Picture, medium.Unit);
        Assert.NotNull(await archive.Get<UnitSecrets>().Get(medium.Unit, default));
        Assert.Null(await archive.Get<UnitSecrets>().Get(Picture, default));
    }

    [Fact]
    public async Task A_secret_of_a_picture_that_a_killed_host_was_keeping_is_swept_and_no_other()
    {
        var abandoned = await archive.Get<UnitSecrets>().Create(UnitKind.Medium, default);
        var media = archive.Get<MediaStore>();

        Assert.Equal(0, await media.SweepSecrets(TimeSpan.FromHours(1), default)); // somebody may still be keeping it
        Assert.Equal(1, await media.SweepSecrets(TimeSpan.Zero, default));

        Assert.Null(await archive.Get<UnitSecrets>().Get(abandoned.Unit, default));
        Assert.NotNull(await archive.Get<UnitSecrets>().Get(Picture, default));
    }

    private async Task<Medium> TakeIntoUse(Guid record)
    {
        await using (var transaction = await archive.Database.Perishable.Begin(default))
        {
            await transaction.Run(
                "INSERT INTO perishable.identity VALUES ($1, 'mastodon', $2, 'status', $3, $4, $5, $6)", default,
                transaction.Tenant, archive.Source.Domain, $"{record}", record, Ids.New(),
                Encoding.UTF8.GetBytes($"{record}"));
            await transaction.Commit(default);
        }

        var (medium, missed) = Assert.Single(await archive.Get<MediaStore>().Keep(
            archive.Source, [(address, record)], archive.Get<PoliteClient>().NewBudget(), default));
        Assert.Null(missed);
        return medium!;
    }

    private async Task Destroy()
    {
        var (handler, approver) = await archive.Officers();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(owner.Record, DestructionBasis.SelectionList, handler.Id, approver.Id), default)).Refusal);
    }
}
