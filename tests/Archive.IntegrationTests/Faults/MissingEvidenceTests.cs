using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Exports;
using Archive.Records;
using Archive.Requests;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// What was removed behind the system's back is not taken for a lawful destruction: no set is made without it.
/// </summary>
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

        AssertNamed(fault, comment, "Missing without authority");
    }

    [Theory]
    [InlineData(true, "Missing without authority")]
    [InlineData(false, "Altered")]
    public async Task A_set_is_not_made_of_a_record_whose_answer_was_removed_or_changed(bool removed, string state)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var comment = (await Destroyable.Find(archive, "Mijn dakpannen liggen")).Comment;
        await archive.Disclose("from:henk1958");
        var name = $"{comment.Pieces[0].Object}";
        var path = Path.Combine(
            archive.Settings.Vault.Place,
            "objects",
            archive.Settings.Tenant,
            name[..2],
            name[2..4],
            name);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^20] ^= 1;
        File.Delete(path);
        if (!removed)
            await File.WriteAllBytesAsync(path, bytes);

        var fault = await Assert.ThrowsAsync<FaultException>(() => Seal(archive));

        // several may have come in one answer
        Assert.Matches("^Number [0-9]+( and [0-9]+ more)? cannot be put in a set. ", fault.Message);
        Assert.Contains($"{state}: record ", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"object {name}", fault.Message, StringComparison.Ordinal);
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

        Assert.Contains(
            $"record {comment.Record}, version {comment.Version}) is missing without authority",
            fault.Message);
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

        AssertNamed(fault, comment, "Missing without authority");
    }

    private static void AssertNamed(FaultException fault, RecordVersion comment, string state) => Assert.Contains(
        $"{state}: record {comment.Record}, version {comment.Version}, object {comment.Pieces[0].Object}", fault
            .Message, StringComparison.Ordinal);

    private static async Task<SealedExport> Seal(ArchiveUnderTest archive)
    {
        var (handler, _) = await archive.Officers();
        var request = Assert.Single(await archive.Get<RequestRegister>().All(default));
        return (await archive.Get<SealExport>().Seal(request.Request, handler, Language.Nl, null, default)).Value();
    }

    private static async Task Superuser(ArchiveUnderTest archive, string sql)
    {
        await using var superuser = NpgsqlDataSource.Create(archive.Database.SuperuserOf(Migrations.Perishable));
        await using var command = superuser.CreateCommand(sql);
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }
}
