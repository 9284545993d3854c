using Archive.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Log;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// Whoever has the database and this program, but not the signing key, writes the whole log anew around a changed fact.
/// </summary>
[Collection(nameof(SignedVisit))]
[Trait("Category", "Faults")]
public sealed class RewrittenLogTests(SignedVisit visit)
{
    [Theory]
    [InlineData("UPDATE archive.mt_events SET data = jsonb_set(data, '{ordinal}', '2') WHERE seq_id = 77")]
    [InlineData("UPDATE archive.mt_events SET \"timestamp\" = \"timestamp\" - interval '1 year' WHERE seq_id = 77")]
    [InlineData("DELETE FROM archive.mt_events WHERE seq_id = (SELECT max(seq_id) FROM archive.mt_events)")]
    public async Task Then_all_fits_together_and_the_checkpoint_outside_tells(string change)
    {
        visit.Attack();
        await using var copy = new Restored(await visit.Dump.Restore());
        await copy.Database.Tamper(
            $"""
             {change};
             DELETE FROM archive.mt_streams s WHERE NOT EXISTS (
                 SELECT FROM archive.mt_events e WHERE (e.tenant_id, e.stream_id) = (s.tenant_id, s.id));
             UPDATE archive.mt_streams s SET version = (
                 SELECT max(version) FROM archive.mt_events e
                 WHERE (e.tenant_id, e.stream_id) = (s.tenant_id, s.id))
             """);
        foreach (var table in new[] { "log_leaf", "log_tile", "log_checkpoint" })
            await copy.Database.Tamper($"DELETE FROM archive.{table}");
        await copy.Database.Tamper(
            "INSERT INTO archive.log_inbox SELECT tenant_id, seq_id FROM archive.mt_events ON CONFLICT DO NOTHING");
        await new Sequencer(copy.Database.Sequencer).Drain(default);

        var (keys, outside) = (visit.Archive.Get<LogKeys>(), visit.Archive.Get<OutsideCheckpoint>());
        var reader = new LogReader(copy.Database.Facts, keys);
        // the negative control: nothing inside can tell
        Assert.True((await reader.Verify(outside: null, default)).Holds);

        var finding = Assert.Single((await reader.Verify(outside.Read(), default)).Findings);
        Assert.Equal(LogFindingKind.CheckpointDiffers, finding.Kind);
        Assert.Contains("outside", finding.Says);
        await Assert.ThrowsAsync<FaultException>(() =>
            new Checkpoints(copy.Database.Sequencer, keys, outside, TimeProvider.System).Sign(
                default));
        visit.Caught();
        visit.Control("a log written anew, without the checkpoint outside: not seen, so that is what catches it");
    }
}
