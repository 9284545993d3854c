using Archive.IntegrationTests.Faults;
using Archive.Records;
using Archive.Retention.Destruction;
using Archive.Storage.Keys;

namespace Archive.IntegrationTests.Retention;

/// <summary>`archive destroy` shows what it hits, asks, and refuses what is held or not covered.</summary>
public sealed class DestroyCommandTests : IAsyncLifetime
{
    private ArchiveUnderTest archive = null!;
    private RecordVersion record = null!;

    public async Task InitializeAsync()
    {
        archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await archive.Archivist();
        record = (await Destroyable.Find(archive, "chocolademelk en stalletjes")).Comment;
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    [Fact]
    public async Task It_shows_what_goes_and_destroys_when_reason_and_number_are_given()
    {
        var said = await Destroy(
            0, "--basis", "AvgErasure", "--reason", "De schrijver vroeg het.", "--confirm", Number);

        Assert.Contains($"Record {record.Record}: post by {record.Single("author-handle")}", said);
        Assert.Contains("1 versions, 1 pictures", said);
        Assert.Contains($"The original is on the platform, out of our reach: {record.Single("url")}", said);
        Assert.Contains("No request has it in its scope, and no set shows it.", said);
        Assert.Contains($"Destroyed: record {record.Record}", said);
        Assert.Contains("Next: ./archive verify", said);
        Assert.Null(await archive.Get<UnitSecrets>().Get(record.Unit, default));

        var approved = Assert.Single((await archive.RecordedFacts()).OfType<DestructionApproved>());
        var reason = await archive.Get<SealedTexts>().Open(approved.Reason, default);
        Assert.Equal("De schrijver vroeg het.", (string?)reason!["reason"]);
    }

    [Fact]
    public async Task Where_input_ends_nothing_is_destroyed()
    {
        var said = await Destroy(2, "--basis", "AvgErasure");
        Assert.Contains("Nothing was destroyed.", said);
        said = await Destroy(2, "--basis", "AvgErasure", "--reason", "De schrijver vroeg het.");
        Assert.Contains($"Type {Number} to destroy this record:", said);
        Assert.Contains("Nothing was destroyed.", said);

        await AssertStands();
    }

    [Fact]
    public async Task What_an_open_request_has_in_scope_is_refused_and_what_was_decided_is_told()
    {
        var (handler, _) = await archive.Officers();
        var decided = (await archive.Disclose($"from:{record.Single("author-handle")}")).Set;
        var id = await archive.Scoped($"from:{record.Single("author-handle")}");
        var open = (await archive.Request(id)).Number;

        var said = await Destroy(2, "--basis", "AvgErasure", "--reason", "X", "--confirm", Number);

        Assert.Contains($"This record is not destroyed now: {open} has it in its scope", said);
        Assert.Contains($"It is used: set {decided}, made on ", said);
        await AssertStands();

        // The desk refuses by itself: no host has to ask first.
        var order = new OrderDestruction(record.Record, DestructionBasis.AvgErasure, "X", Number);
        var outcome = await archive.Get<DestructionDesk>()
            .Destroy(order, handler, await archive.Archivist(), default);
        Assert.Equal("retention.held", outcome.Refusal?.Code);
        await AssertStands();
    }

    [Fact]
    public async Task On_the_selection_list_nothing_goes_that_no_policy_file_covers()
    {
        var said = await Destroy(2, "--basis", "SelectionList", "--reason", "X", "--confirm", Number);

        Assert.Contains("Category 20.1.2 of selectielijst-gemeenten-2020-sociale-media, which covers `post`", said);
        Assert.Contains("is marked uncertain", said);
        await AssertStands();
    }

    [Fact]
    public async Task Who_is_no_archivist_does_not_approve()
    {
        var said = await Destroy(
            2, "--basis", "AvgErasure", "--reason", "X", "--confirm", Number, "--approved-by", "Bram");

        Assert.Contains("A destruction is approved by an archivist", said);
        await AssertStands();
    }

    private string Number => $"{record.Record}"[..8];

    private async Task AssertStands()
    {
        await archive.BringUpToDate();
        Assert.NotNull(await archive.Get<UnitSecrets>().Get(record.Unit, default));
        Assert.Empty(archive.Get<DestructionJournal>().All());
        Assert.DoesNotContain(await archive.RecordedFacts(), f => f is DestructionApproved or RecordDestroyed);
    }

    private async Task<string> Destroy(int code, params string[] options)
    {
        string[] approver = options.Contains("--approved-by") ? [] : ["--approved-by", "Dewi"];
        using var process = ProductProcess.Cli(
            archive.Settings, ["destroy", $"{record.Record}", "--officer", "Anna", .. approver, .. options],
            ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password),
            ("ARCHIVE_APPROVER_PASSWORD", ArchiveUnderTest.Password));
        var ended = await process.Ended(TimeSpan.FromMinutes(3));
        Assert.True(code == ended, process.Output);
        return process.Output;
    }
}
