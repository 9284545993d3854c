using Archive.Evidence;
using Archive.Evidence.Store;
using Archive.Exports;
using Archive.Exports.Pdf;
using Archive.Requests;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>What was removed behind the system's back is not taken for a lawful destruction: no set is made without it.</summary>
public sealed class MissingEvidenceTests
{
    [Fact]
    public async Task A_set_is_not_made_of_a_record_whose_secret_was_removed()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var comment = (await Destroyable.Find(archive, "Mijn dakpannen liggen")).Comment;
        await archive.Disclose("from:henk1958");
        await Superuser(archive, $"DELETE FROM perishable.unit_secret WHERE unit = '{comment.Unit}'");

        var fault = await Assert.ThrowsAsync<FaultException>(() => Seal(archive));

        Assert.Contains($"record {comment.Record}, version {comment.Version}) is missing without authority", fault.Message);
    }

    [Fact]
    public async Task A_set_is_not_made_of_a_record_whose_rows_were_removed()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var comment = (await Destroyable.Find(archive, "Mijn dakpannen liggen")).Comment;
        await archive.Disclose("from:henk1958");
        await Superuser(archive, $"DELETE FROM perishable.record_version WHERE record = '{comment.Record}'");

        var fault = await Assert.ThrowsAsync<FaultException>(() => Seal(archive));

        Assert.Contains($"record {comment.Record}, version {comment.Version}) is missing without authority", fault.Message);
    }

    [Theory]
    [InlineData("DELETE FROM perishable.unit_secret WHERE unit = '{0}'")]
    [InlineData("DELETE FROM perishable.medium WHERE unit = '{0}'")]
    public async Task A_set_is_not_made_of_a_picture_that_was_removed(string removal)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var comment = (await Destroyable.Find(archive, "chocolademelk en stalletjes")).Comment;
        await archive.Disclose("chocolademelk");
        await Superuser(archive, string.Format(null, removal, comment.Media[0].Unit));

        var fault = await Assert.ThrowsAsync<FaultException>(() => Seal(archive));

        Assert.Contains($"record {comment.Record}, object {comment.Media[0].Object}) is missing without authority", fault.Message);
    }

    private static async Task<SealedExport?> Seal(ArchiveUnderTest archive)
    {
        var (handler, _) = await archive.Officers();
        var request = Assert.Single(await archive.Get<RequestRegister>().All(default));
        return (await archive.Get<ExportDesk>().Seal(request.Request, handler, PageLanguage.Nl, null, default)).Export;
    }

    private static async Task Superuser(ArchiveUnderTest archive, string sql)
    {
        await using var superuser = NpgsqlDataSource.Create(archive.Database.SuperuserOf(Migrations.Perishable));
        await using var command = superuser.CreateCommand(sql);
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }
}
