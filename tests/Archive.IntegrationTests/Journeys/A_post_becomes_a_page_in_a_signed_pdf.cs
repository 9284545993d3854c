using System.Text;
using Archive.Capture;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Exports;
using Archive.Records;
using Archive.Requests;
using Archive.Sources;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Vault;
using Archive.Verifier;

namespace Archive.IntegrationTests.Journeys;

/// <summary>One post and one comment, hop by hop. docs/walkthrough.md shows the regions, in this order.</summary>
public sealed class A_post_becomes_a_page_in_a_signed_pdf
{
    [Fact]
    public async Task From_the_first_visit_to_the_verdict()
    {
        await using var archive = await ArchiveUnderTest.Start();
        var (anna, bram) = await archive.Officers();
        var platform = archive.Server;
        var ct = CancellationToken.None;

        #region watch
        var watched = await archive.Get<SourceDesk>().Watch(
            new(new("mastodon"), "@gemeente@voorbeeldstad.example", LegalBasis.OwnAccount, platform.Address),
            anna.Id, ct);
        var source = watched.Value();
        #endregion
        Assert.Equal(archive.Source, source);

        #region visit
        var first = await archive.Get<SourceVisits>().Visit(source, ct);
        platform.Platform.State = "later"; // days pass: the post is edited, comments come and go
        var second = await archive.Get<SourceVisits>().Visit(source, ct);
        #endregion
        Assert.True(first!.NewRecords > 100 && second!.NewVersions > second.NewRecords && second.Disappeared > 0);

        var edited = await LastVersion(archive, "planten bomen kerkstraat");

        #region bytes
        var at = edited.Pieces[0]; // an object of the vault and a piece of it, as the fact names them
        var secret = await archive.Get<UnitSecrets>().Get(edited.Unit, ct);
        var bytes = await archive.Get<IVault>().Read(at.Object, at.Piece, secret!, ct);
        #endregion
        Assert.Equal(await Served(platform.Address, edited.PlatformId), Encoding.UTF8.GetString(bytes));

        #region fact
        var facts = await archive.Get<EventStore>().Read(edited.Record, ct);
        var fact = facts.Last(f => f.Type == "capture.version-captured/1");
        var captured = (VersionCaptured)Facts.Read(fact); // ids, times, digests, one commitment; not a word of the post
        #endregion
        Assert.Equal((2, edited.Version), (captured.Ordinal, captured.Version));
        Assert.DoesNotContain("bomen", Encoding.UTF8.GetString(fact.Statement()));

        #region leaf
        var checkpoint = await archive.Get<LogCatchUp>().BringUpToDate(ct);
        var log = archive.Get<LogReader>();
        var leaf = await log.LeafOf(fact.Id, ct);
        var proof = await log.Proof(leaf!.Value, checkpoint!, ct);
        var holds = proof.Verify(archive.Get<LogKeys>().Key(1), Leaf.Hash(Leaf.Commit(fact.Statement())));
        #endregion
        Assert.True(holds);

        #region search
        var query = archive.Get<RecordSearch>().Parse("bomen kerkstraat from:gemeente after:2026-10-30").Value();
        var found = await archive.Get<RecordSearch>().Find(query, ct);
        var versions = await archive.Get<RecordVersions>().OfRecords([.. found.Select(f => f.Record)], ct);
        #endregion
        Assert.Equal(edited.Record, Assert.Single(found).Record);
        Assert.Equal([false, true], versions.Select(v => v.Text.Contains("(was 4 en 5 november)")));

        #region request
        var desk = archive.Get<RequestDesk>();
        var today = archive.Get<OfficeTime>().Today;
        var id = Ids.New();
        await desk.Register(new(id, new("woo"), "De Voorbeeldkrant", "Bomen in de Kerkstraat", today), anna, ct);
        foreach (var search in new[] {
            "bomen kerkstraat from:gemeente after:2026-10-30",
            "from:bakkerijdehoek after:2026-10-30" })
        {
            var scope = (await archive.Get<ScopeSearch>().Freeze(id, Ids.New(), search, ct)).Value();
            await desk.Scope(scope, anna, ct);
        }

        var request = await archive.Request(id);
        #endregion
        Assert.Equal([1, 2, 3], request.Records.Keys.Order());

        var comment = (await archive.Get<RecordVersions>().Of([request.Records[2].Scoped.Version], ct)).Values.Single();

        #region redact
        Passage[] citizen = [new(PassageKind.AuthorName), new(PassageKind.AuthorHandle)];
        var words = FindPassages.InText(comment, "Joris de Vries, 06-12345678");
        foreach (var passage in citizen.Concat(words))
            await desk.Redact(new(id, Ids.New(), 2, passage, ["5.1.2e"]), anna, ct);
        #endregion

        #region assess
        await desk.Assess(new(id, 1, Assessment.Disclosed, []), anna, ct);
        await desk.Assess(new(id, 3, Assessment.Disclosed, []), anna, ct);
        await desk.Assess(
            new(
                id,
                2,
                Assessment.DisclosedInPart,
                [],
                "Wie als burger reageert hoeft niet met naam bekend te worden."), anna, ct);
        #endregion

        #region approve
        await desk.Propose(new(id), anna, ct);
        request = await archive.Request(id);
        // refused
        var own = await desk.Approve(new(id, request.Proposed!.Proposal), anna.Name, ArchiveUnderTest.Password, ct);
        await desk.Approve(new(id, request.Proposed.Proposal), bram.Name, ArchiveUnderTest.Password, ct);
        await desk.Decide(new(id, DecisionOutcome.DisclosedInPart, today), anna, ct);
        #endregion
        Assert.NotNull(own.Refusal);

        #region export
        var export = (await archive.Get<SealExport>().Seal(id, anna, Language.Nl, progress: null, ct)).Value();
        #endregion
        var pages = await PdfWords.Of(Assert.Single(export.Pdfs));
        Assert.Contains("Op 10 en 11 november planten we bomen", pages);
        Assert.Contains("Graag niet op woensdag", pages);
        Assert.All(
            ["Joris", "12345678", "bakkerijdehoek", "De Hoek"],
            redacted => Assert.DoesNotContain(redacted, pages));


        #region verify
        using var report = new StringWriter();
        // the trust file comes to the reader by another way than the set
        var verdict = VerifyCommand.Run(export.Zips[0], export.TrustFile, Language.En, report);
        #endregion
        Assert.True(verdict == 0, report.ToString());
        Assert.Contains("verified", report.ToString());
    }

    private static async Task<RecordVersion> LastVersion(ArchiveUnderTest archive, string query)
    {
        await archive.BringUpToDate();
        var hits = await archive.Find($"{query} after:2026-10-30");
        return (await archive.Get<RecordVersions>().Of([Assert.Single(hits).Version], default)).Values.Single();
    }

    private static async Task<string> Served(Uri server, string platformId)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(server, $"/api/v1/statuses/{platformId}"));
    }
}
