using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Exports;
using Archive.Records;
using Archive.Requests;
using Archive.Retention.Destruction;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// One of two comments that came in the same answer is destroyed; it is gone everywhere, and nothing else is.
/// </summary>
public sealed class DestructionTests
{
    private const string Phrase = "Mijn dakpannen liggen";

    [Fact]
    public async Task A_destroyed_comment_is_read_nowhere_and_all_else_stands()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var (handler, approver) = await archive.Officers();
        var gone = await Destroyable.Find(archive, Phrase);
        var neighbour = await Neighbour(archive, gone.Comment);
        var export = await archive.Disclose("from:henk1958");
        var own = await gone.OwnPieces();

        // Before: it can be found in all the places where it must not be afterwards.
        Assert.NotEmpty(own);
        Assert.Equal(own, (await gone.ReadablePieces()).Intersect(own));
        Assert.Contains("perishable.record_version", await gone.TablesWithAWord());
        Assert.Contains("perishable.identity", await gone.TablesWithAWord());
        Assert.Equal([gone.Comment.Record], await Found(archive, "dakpannen"));

        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(gone.Comment.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        await archive.BringUpToDate();
        await AssertGone(archive, gone);
        Assert.Equal(own, await gone.OwnPieces()); // sealed bytes, which nothing opens any more

        // Its neighbour, its log and what was made before are as they were.
        Assert.Equal(
            neighbour.Text,
            (await archive.Get<RecordVersions>().Of([neighbour.Version], default))[neighbour.Version].Text);
        var secret = await archive.Get<UnitSecrets>().Get(neighbour.Unit, default);
        foreach (var at in neighbour.Pieces)
            Assert.NotEmpty(await archive.Get<IVault>().Read(at.Object, at.Piece, secret!, default));
        Assert.Equal([], (await archive.Get<IVault>().ScrubAll(default)).Findings);
        await archive.AssertLogHolds();
        Assert.Equal(0, WholeRequest.Check(export).Verdict);

        await A_request_that_has_it_in_scope_says_so(archive, gone);
        Assert.Equal(0, WholeRequest.Check(await archive.Disclose("from:henk1958")).Verdict);

        // Records made anew, and later visits, do not bring it back; the platform still shows it.
        await archive.Get<RecordProjection>().Rebuild(default);
        await AssertGone(archive, gone);
        var before = await archive.CommittedFacts();
        await archive.Visit();
        archive.Server.Platform.State = "later";
        await archive.Visit();
        await AssertGone(archive, gone);
        var after = (await archive.CommittedFacts()).Where(fact => !before.ContainsKey(fact.Key)).ToList();
        Assert.NotEmpty(after);
        Assert.DoesNotContain(after, fact => fact.Value.Contains($"{gone.Comment.Record}", StringComparison.Ordinal)
            || fact.Value.Contains($"{gone.Comment.Unit}", StringComparison.Ordinal));
        await archive.AssertLogHolds();
        Assert.Equal(0, WholeRequest.Check(export).Verdict);
    }

    [Fact]
    public async Task One_officer_alone_destroys_nothing_and_nothing_is_destroyed_twice()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var (handler, approver) = await archive.Officers();
        var comment = (await Destroyable.Find(archive, Phrase)).Comment;
        var desk = archive.Get<RecordDestruction>();

        var alone = await desk.Destroy(
            new(comment.Record, DestructionBasis.AvgErasure, handler.Id, handler.Id),
            default);
        var unknown = await desk.Destroy(
            new(comment.Version, DestructionBasis.AvgErasure, handler.Id, approver.Id),
            default);
        Assert.Equal("retention.four-eyes", alone.Refusal?.Code);
        Assert.Equal("retention.no-such-record", unknown.Refusal?.Code);
        Assert.NotNull(await archive.Get<UnitSecrets>().Get(comment.Unit, default));
        Assert.Empty(archive.Get<DestructionJournal>().All());

        var done = await desk.Destroy(
            new(comment.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default);
        Assert.Null(done.Refusal);
        var again = await desk.Destroy(
            new(comment.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id),
            default);
        Assert.Equal("retention.destroyed-before", again.Refusal?.Code);
    }

    private static async Task A_request_that_has_it_in_scope_says_so(ArchiveUnderTest archive, Destroyable gone)
    {
        var (handler, _) = await archive.Officers();
        var request = Assert.Single(await archive.Get<RequestRegister>().All(default));

        var export = (await archive.Get<SealExport>()
            .Seal(request.Request, handler, Language.Nl, null, default)).Value();
        var (verdict, report) = WholeRequest.Check(export);
        Assert.Equal(0, verdict);
        Assert.Contains("destroyed with authority: 1; missing without authority: 0; altered: 0", report);
        Assert.Contains("(avg-erasure, fact ", report);
        var inventory = await File.ReadAllTextAsync(Path.Combine(export.Directory, "inventory/inventarislijst.csv"));
        Assert.Contains(";vernietigd;", inventory);
        Assert.Contains("recht op wissing (AVG art. 17 lid 1)", inventory);
        var pages = await PdfWords.Of(Assert.Single(export.Pdfs));
        Assert.Contains("Vernietigd op ", pages);
        Assert.Empty(gone.FilesWithAWord(export.Directory));
        Assert.DoesNotContain(gone.Words, pages.Contains);

        using var show = ProductProcess.Cli(
            archive.Settings, ["request", "show", $"{request.Number}", "--officer", handler.Name],
            ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password));
        Assert.Equal(0, await show.Ended(TimeSpan.FromMinutes(2)));
        Assert.Contains("(destroyed)", show.Output);
        Assert.DoesNotContain("dakpannen", show.Output);
    }

    private static async Task AssertGone(ArchiveUnderTest archive, Destroyable gone)
    {
        Assert.Null(await archive.Get<UnitSecrets>().Get(gone.Comment.Unit, default));
        Assert.Empty((await gone.ReadablePieces()).Intersect(await gone.OwnPieces()));
        Assert.Empty(await gone.ReadablePieces());
        Assert.Empty(await gone.TablesWithAWord());
        Assert.Empty(gone.FilesWithAWord());
        Assert.Empty(await Found(archive, "dakpannen"));
        Assert.DoesNotContain(gone.Comment.Record, await archive.Records());
        Assert.Empty(await archive.Get<RecordVersions>().Of([gone.Comment.Version], default));
    }

    /// <summary>Another comment whose bytes came in the same answer.</summary>
    private static async Task<RecordVersion> Neighbour(ArchiveUnderTest archive, RecordVersion comment)
    {
        var all = await archive.Get<RecordVersions>().OfRecords(await archive.Records(), default);
        return all.First(
            v => v.Record != comment.Record && v.Kind == comment.Kind
                && v.Pieces[0].Object == comment.Pieces[0].Object);
    }

    private static async Task<IReadOnlyList<Guid>> Found(ArchiveUnderTest archive, string words) =>
        [.. (await archive.Find(words)).Select(hit => hit.Record)];
}
