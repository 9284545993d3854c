using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.IntegrationTests.Faults;
using Archive.Integrity;
using Archive.Records;
using Archive.Retention.Destruction;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Integrity;

/// <summary>
/// What is done behind the system's back is found, and named by record and object; what went lawfully is not.
/// </summary>
public sealed class ArchiveVerificationTests : IAsyncLifetime
{
    private ArchiveUnderTest archive = null!;
    private RecordVersion comment = null!;

    public async Task InitializeAsync()
    {
        archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        // has a picture that nothing else has
        comment = (await Destroyable.Find(archive, "chocolademelk en stalletjes")).Comment;
        var untouched = await Verify();
        Assert.True(untouched.Holds, Describe(untouched));
        Assert.Equal(await archive.Count("capture.version-captured/1"), untouched.Kept.Versions.Values.Sum());
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    [Fact]
    public async Task A_lawful_destruction_is_no_finding_and_is_counted()
    {
        var (handler, approver) = await archive.Officers();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(comment.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        await archive.BringUpToDate();

        var report = await Verify();

        Assert.True(report.Holds, Describe(report));
        Assert.Equal(1, report.Kept.Of(Evidence.Verification.EvidenceState.Destroyed));
    }

    [Fact]
    public async Task A_destruction_without_its_journal_entry_has_no_authority()
    {
        var (handler, approver) = await archive.Officers();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(comment.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        await archive.BringUpToDate();
        foreach (var entry in Directory.GetFiles(archive.Settings.JournalPath))
            File.Delete(entry);

        var report = await Verify();

        Assert.Contains(report.Findings, d => d.Kind == FindingKind.JournalEntryMissing && d.Record == comment.Record);
        AssertNamed(report, FindingKind.VersionMissing);
    }

    [Fact]
    public async Task A_removed_secret_is_missing_without_authority()
    {
        await Superuser($"DELETE FROM perishable.unit_secret WHERE unit = '{comment.Unit}'");
        AssertNamed(await Verify(), FindingKind.VersionMissing);
    }

    [Fact]
    public async Task A_changed_row_of_a_secret_is_altered()
    {
        await Superuser("UPDATE perishable.unit_secret SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) "
            + $"WHERE unit = '{comment.Unit}'");
        AssertNamed(await Verify(), FindingKind.VersionAltered);
    }

    [Fact]
    public async Task A_removed_object_is_missing_without_authority()
    {
        File.Delete(PathOf(comment.Pieces[0].Object));
        var report = await Verify();
        AssertNamed(report, FindingKind.VersionMissing);
        Assert.Contains(
            report.Findings,
            d => d.Kind == FindingKind.ObjectMissing && d.Object == comment.Pieces[0].Object);
    }

    [Fact]
    public async Task A_changed_byte_in_an_object_is_altered()
    {
        Flip(comment.Pieces[0].Object);
        AssertNamed(await Verify(), FindingKind.VersionAltered);
    }

    [Theory]
    [InlineData("object", FindingKind.VersionMissing)]
    [InlineData("secret", FindingKind.VersionMissing)]
    [InlineData("row", FindingKind.VersionMissing)]
    [InlineData("byte", FindingKind.VersionAltered)]
    [InlineData("digest", FindingKind.VersionAltered)]
    public async Task What_is_done_to_a_picture_is_found_with_the_record_that_shows_it(string what, FindingKind kind)
    {
        var medium = comment.Media[0];
        switch (what)
        {
            case "object":
                File.Delete(PathOf(medium.Object));
                break;
            case "byte":
                Flip(medium.Object);
                break;
            case "secret":
                await Superuser($"DELETE FROM perishable.unit_secret WHERE unit = '{medium.Unit}'");
                break;
            case "row":
                await Superuser($"DELETE FROM perishable.medium WHERE unit = '{medium.Unit}'");
                break;
            default:
                await Superuser($"UPDATE perishable.medium SET digest = sha256('other') WHERE unit = '{medium.Unit}'");
                break;
        }

        AssertNamed(await Verify(), kind);
    }

    [Fact]
    public async Task A_removed_secret_of_a_frame_is_found()
    {
        var frame = (await archive.RecordedFacts()).OfType<ResponseStored>().First();
        await Superuser($"DELETE FROM perishable.unit_secret WHERE unit = '{frame.Frame}'");

        var report = await Verify();

        var damage = Assert.Single(report.Findings);
        Assert.Equal(
            (FindingKind.SecretMissing, frame.Object, frame.Frame),
            (damage.Kind, damage.Object, damage.Unit!.Value));
    }

    [Fact]
    public async Task A_finding_is_recorded_once_and_mended_when_it_is_whole_again()
    {
        var path = PathOf(comment.Pieces[0].Object);
        var bytes = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        var first = await Verify();
        var found = await archive.Count("integrity.finding-recorded/1");
        Assert.Equal(first.Findings.Count, found);

        var again = await Verify();
        Assert.Equal(first.Findings.Count, again.Findings.Count);
        Assert.Equal(found, await archive.Count("integrity.finding-recorded/1"));

        await File.WriteAllBytesAsync(path, bytes);
        var whole = await Verify(all: false); // what was troubled is looked at again, though it was looked at just now
        Assert.True(whole.Holds, Describe(whole));
        Assert.Equal(found, await archive.Count("integrity.finding-resolved/1"));
        Assert.Empty(await archive.Get<Findings>().Open(default));
    }

    [Fact]
    public async Task What_no_fact_names_is_read_too_and_strangers_are_named()
    {
        var directory = Path.GetDirectoryName(PathOf(comment.Pieces[0].Object))!;
        await File.WriteAllTextAsync(Path.Combine(directory, "notes.txt"), "not ours");

        var report = await Verify();

        Assert.Contains(
            report.Findings,
            d => d.Kind == FindingKind.UnexpectedFile && d.Message.Contains("notes.txt", StringComparison.Ordinal));
        File.Delete(Path.Combine(directory, "notes.txt"));
        Assert.True((await Verify()).Holds);
    }

    [Fact]
    public async Task An_incremental_pass_reads_only_what_is_new()
    {
        Assert.Equal(0, (await Verify(all: false)).Kept.Objects);
        archive.Server.Platform.State = "later";
        await archive.Visit();

        var report = await Verify(all: false);

        Assert.InRange(report.Kept.Objects, 1, report.Named - 1);
        Assert.True(report.Holds, Describe(report));
    }

    [Fact]
    public async Task A_whole_pass_that_was_broken_off_goes_on_where_it_was()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => archive.Get<ArchiveVerification>().Run(
            all: true, at =>
            {
                if (at is { Step: VerificationStep.Objects, Done: 40 }) // after the first portion was written down
                    stop.Cancel();
            },
            stop.Token));

        var report = await Verify();

        Assert.NotNull(report.Resumed);
        Assert.InRange(report.Kept.Objects, 1, report.Named - 1);
        Assert.True(report.Holds, Describe(report));
        Assert.Null((await Verify()).Resumed);
    }

    [Fact]
    public async Task Rows_that_hide_an_object_from_the_check_are_made_again_by_a_whole_pass()
    {
        await Superuser($"DELETE FROM perishable.expected_object WHERE object = '{comment.Pieces[0].Object}'");
        Flip(comment.Pieces[0].Object);
        AssertNamed(await Verify(), FindingKind.VersionAltered);
    }

    [Fact]
    public async Task A_row_that_is_no_fact_is_listed_and_fails_every_verification_until_it_is_gone()
    {
        await using (var transaction = await archive.Database.Facts.Begin(default))
        {
            await transaction.Run(
                """
                WITH stream AS (
                    INSERT INTO archive.mt_streams (tenant_id, id, version) VALUES ($1, $2, 1) RETURNING *)
                INSERT INTO archive.mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
                SELECT nextval('archive.mt_events_sequence'), gen_random_uuid(), id, version, '{"share": 0.5}',
                    'elsewhere.noted/1', tenant_id
                FROM stream
                """,
                default, transaction.Tenant, $"{Ids.New()}");
            await transaction.Commit(default);
        }

        await archive.BringUpToDate();
        var label = FindingLabels.Of(FindingKind.RowSetAside, Language.En);
        Assert.Contains(label, await Command("findings", 1), StringComparison.Ordinal);
        Assert.Contains("TAMPERED OR DAMAGED", await Command("verify", 1), StringComparison.Ordinal);
        Assert.Single((await Verify()).Findings, f => f.Kind == FindingKind.RowSetAside);

        await archive.Tamper("DELETE FROM archive.mt_events WHERE type = 'elsewhere.noted/1'");
        await archive.Tamper(
            "DELETE FROM archive.mt_streams WHERE id NOT IN (SELECT stream_id FROM archive.mt_events)");

        Assert.True((await Verify()).Holds);
        Assert.Empty(await archive.Get<Findings>().Open(default));
    }

    private async Task<string> Command(string command, int code)
    {
        using var run = ProductProcess.Cli(archive.Settings, [command]);
        Assert.Equal(code, await run.Ended(TimeSpan.FromMinutes(2)));
        return run.Output;
    }

    private Task<ArchiveVerificationResult> Verify(bool all = true) =>
        archive.Get<ArchiveVerification>().Run(all, null, default);

    private void AssertNamed(ArchiveVerificationResult report, FindingKind kind)
    {
        Assert.False(report.Holds);
        var damage = Assert.Single(report.Findings, d => d.Version == comment.Version);
        Assert.Equal((kind, comment.Record), (damage.Kind, damage.Record!.Value));
        foreach (var name in new[] {
            $"record {comment.Record}",
            $"version {comment.Version}",
            $"object {comment.Pieces[0].Object}",
            $"source {comment.Source}" })
            Assert.Contains(name, damage.Message, StringComparison.Ordinal);
    }

    private static string Describe(ArchiveVerificationResult report) =>
        string.Join('\n', report.Findings.Select(d => d.Message).Concat(report.Open.Select(f => f.Message)));

    private string PathOf(Digest name) => Path.Combine(
        archive.Settings.Vault.Place, "objects", archive.Settings.Tenant, name.ToString()[..2], name
            .ToString()[2..4], name.ToString());

    private void Flip(Digest name)
    {
        var bytes = File.ReadAllBytes(PathOf(name));
        bytes[^20] ^= 1;
        File.Delete(PathOf(name));
        File.WriteAllBytes(PathOf(name), bytes);
    }

    private async Task Superuser(string sql)
    {
        await using var superuser = NpgsqlDataSource.Create(archive.Database.SuperuserOf(Migrations.Perishable));
        await using var command = superuser.CreateCommand(sql);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
