using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Storage.Log;
using Archive.Storage.Witnesses;

namespace Archive.IntegrationTests.Log;

/// <summary>Our checkpoints with a real witness, and what it finds.</summary>
public sealed class WitnessingTests(TestDatabase database) : LogFixture(database), IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("archive-witnessed-").FullName;
    private readonly WitnessProcess witness = new();

    private Witnessing Witnessing => On(Database);

    void IDisposable.Dispose()
    {
        witness.Dispose();
        Directory.Delete(home, recursive: true);
        Dispose();
    }

    [Fact]
    public async Task Each_checkpoint_is_cosigned_and_handed_out_with_the_cosignature()
    {
        await Start();
        foreach (var facts in new[] { 10, 1, 300 })
        {
            var ours = await Grow(facts);
            var whole = await Witnessing.Ask(ours, default);

            Assert.NotNull(Cosigner.TimeOf(whole, witness.Key));
            Assert.True(whole.Verify(Signer.Key));
            Assert.Equal(whole.ToBytes(), (await Witnessing.Whole(ours, default)).ToBytes());
            Assert.Equal([Signer.Key.Name, witness.Key.Name], whole.Signatures.Select(s => s.Name));
        }

        Assert.Equal(3, await Ask<long>("SELECT count(*) FROM archive.log_cosignature WHERE tenant_id = $1"));
        Assert.Equal("311 <null> <null>", await State());
    }

    [Fact]
    public async Task A_witness_that_is_away_holds_nothing_up_and_is_waited_for()
    {
        await WriteWitnesses(witness.Line);
        var ours = await Grow(10);

        Assert.Equal(ours.ToBytes(), (await Witnessing.Ask(ours, default)).ToBytes());
        Assert.Equal("<null> waits NoAnswer", await State());
        var since = await Ask<DateTime>("SELECT waiting_since FROM archive.log_witness WHERE tenant_id = $1");
        await Witnessing.Ask(await Grow(10), default);
        Assert.Equal(since, await Ask<DateTime>("SELECT waiting_since FROM archive.log_witness WHERE tenant_id = $1"));

        await Start();
        await Witnessing.Ask(default);
        Assert.Equal("20 <null> <null>", await State());
    }

    [Fact]
    public async Task A_witness_that_does_not_watch_our_log_is_told_of()
    {
        await witness.Start(new NoteSigner("elsewhere.example/log/x", new byte[32]).Key);
        await WriteWitnesses(witness.Line);

        await Witnessing.Ask(await Grow(10), default);

        Assert.Equal("<null> waits Refused", await State());
    }

    [Fact]
    public async Task A_witness_that_forgot_what_we_know_or_knows_what_we_forgot_is_asked_from_there()
    {
        await Start();
        await Witnessing.Ask(await Grow(10), default);
        // a restore of only this
        await Tamper("log_cosignature", "DELETE FROM archive.log_cosignature WHERE tenant_id = $1");
        Assert.NotNull(Cosigner.TimeOf(await Witnessing.Ask(await Grow(5), default), witness.Key));
        witness.Kill();
        File.Delete(Directory.GetFiles(witness.Folder, "*.checkpoint").Single());
        await Start();

        Assert.NotNull(Cosigner.TimeOf(await Witnessing.Ask(await Grow(5), default), witness.Key));
    }

    [Fact]
    public async Task Two_databases_under_one_key_are_found_whichever_is_shown_second()
    {
        await using var other = new Second();
        await other.InitializeAsync();
        await Start();
        var ours = await Grow(10);
        await Witnessing.Ask(ours, default);

        foreach (var facts in new[] { 10, 7 }) // as long as ours, then longer
        {
            var theirs = await Grow(other.Database, facts);
            var fault = await Assert.ThrowsAsync<FaultException>(() => On(other.Database).Ask(theirs, default));

            Assert.Contains("two faces: its first 10 leaves", fault.Message);
            var kept = Directory.GetFiles(Path.Combine(home, "contradictions")).Single();
            Assert.Contains(kept, fault.Message);
            Assert.Equal(ours.Text, SignedNote.Parse(await File.ReadAllBytesAsync(kept)).Text);
        }

        Assert.Equal("<null> waits Contradicted", await State(other.Database));
        witness.Kill();
        await On(other.Database).Ask(default);
        Assert.Equal("<null> waits Contradicted", await State(other.Database)); // silence does not take it back

        await Start();
        // the one it knows goes on
        Assert.NotNull(Cosigner.TimeOf(await Witnessing.Ask(await Grow(1), default), witness.Key));
    }

    [Fact]
    public async Task A_log_that_was_cut_off_with_everything_we_keep_ourselves_is_found_by_the_witness()
    {
        await Start();
        await Grow(6);
        await Grow(4);
        await Witnessing.Ask(default);
        File.Delete(Outside.Path);
        foreach (var table in new[] { "log_checkpoint", "log_cosignature" })
            await Tamper(table, $"DELETE FROM archive.{table} WHERE tenant_id = $1");
        await Tamper("log_leaf", "DELETE FROM archive.log_leaf WHERE tenant_id = $1 AND leaf >= 6");
        var shorter = await Checkpoints.Sign(default); // nothing of ours knows better

        var fault = await Assert.ThrowsAsync<FaultException>(() => Witnessing.Ask(shorter!, default));
        Assert.Contains(
            "was cut off: it has 6 leaves, but witness getuige.example/w1 cosigned it at 10",
            fault.Message);

        var grown = await Grow(20);
        Assert.Contains(
            "two faces",
            (await Assert.ThrowsAsync<FaultException>(() => Witnessing.Ask(grown, default))).Message);
    }

    [Fact]
    public async Task One_witness_that_contradicts_does_not_keep_another_from_cosigning()
    {
        await using var other = new Second();
        await other.InitializeAsync();
        using var fresh = new WitnessProcess("getuige.example/w2");
        await fresh.Start(Signer.Key);
        await Start(fresh.Line);
        File.WriteAllText(Path.Combine(home, "witnesses"), witness.Line);
        await Witnessing.Ask(await Grow(10), default);
        File.WriteAllText(Path.Combine(home, "witnesses"), witness.Line + fresh.Line);

        var theirs = await Grow(other.Database, 12);
        await Assert.ThrowsAsync<FaultException>(() => On(other.Database).Ask(theirs, default));

        Assert.NotNull(Cosigner.TimeOf(await On(other.Database).Whole(theirs, default), fresh.Key));
    }

    [Fact]
    public async Task A_cosignature_that_was_changed_in_the_database_is_a_fault()
    {
        await Start();
        var ours = await Grow(10);
        await Witnessing.Ask(ours, default);
        await Tamper(
            "log_cosignature",
            "UPDATE archive.log_cosignature SET line = replace(line, 'A', 'B') WHERE tenant_id = $1");

        Assert.Contains(
            "does not hold",
            (await Assert.ThrowsAsync<FaultException>(() => Witnessing.Whole(ours, default))).Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", "Line 1")]
    [InlineData("ftp://example.org KEY", "Line 1")]
    [InlineData("# a comment\n\nhttp://127.0.0.1:1 elsewhere+x", "Line 3")]
    public async Task A_file_of_witnesses_with_something_else_in_it_is_a_fault_that_names_the_line(
        string text,
        string line)
    {
        await WriteWitnesses(text.Replace("KEY", witness.Key.ToString(), StringComparison.Ordinal));
        var ours = await Grow(1);

        Assert.Contains(line, (await Assert.ThrowsAsync<FaultException>(() => Witnessing.Ask(ours, default))).Message);
    }

    private Witnessing On(TestDatabase where) => new(
        new(where.Sequencer.Source, Tenant), Keys, Path.Combine(home, "witnesses"),
        Path.Combine(home, "contradictions"),
        Witnessing.Client(), TimeProvider.System);

    private async Task Start(string more = "")
    {
        await witness.Start(Signer.Key);
        await WriteWitnesses(witness.Line + more);
    }

    private Task WriteWitnesses(string lines) => File.WriteAllTextAsync(Path.Combine(home, "witnesses"), lines);

    private async Task<SignedNote> Grow(int facts)
    {
        await Record(facts);
        await Sequencer.Drain(default);
        return (await Checkpoints.Sign(default))!;
    }

    private async Task<SignedNote> Grow(TestDatabase where, int facts)
    {
        var streams = Enumerable.Range(0, facts)
            .Select(_ => new Archive.Evidence.Facts.StreamAppend(Ids.New(), 0, [New()]))
            .ToList();
        var events = new Archive.Storage.Facts.EventStore(new(where.Facts.Source, Tenant));
        Assert.True(await events.Append(streams, default));
        await new Sequencer(new(where.Sequencer.Source, Tenant)).Drain(default);
        return (await new Checkpoints(
            new(where.Sequencer.Source, Tenant), Keys, new(Path.Combine(home, "other", "checkpoint")), TimeProvider
                .System).Sign(default))!;
    }

    /// <summary>Size cosigned, whether it is waited for, trouble.</summary>
    private async Task<string> State(TestDatabase? where = null)
    {
        await using var query = (where ?? Database).Superuser.CreateCommand(
            """
            SELECT concat_ws(' ', coalesce(cosigned_size::text, '<null>'),
                CASE WHEN waiting_since IS NULL THEN '<null>' ELSE 'waits' END,
                coalesce(trouble, '<null>')) FROM archive.log_witness WHERE tenant_id = $1
            """);
        query.Parameters.Add(new() { Value = Tenant.ToString() });
        return (string)(await query.ExecuteScalarAsync())!;
    }

    /// <summary>Another database of the same tenant, as one who copied the keys could have.</summary>
    private sealed class Second : IAsyncDisposable
    {
        public TestDatabase Database { get; } = new();

        public Task InitializeAsync() => Database.InitializeAsync();

        public async ValueTask DisposeAsync() => await Database.DisposeAsync();
    }
}
