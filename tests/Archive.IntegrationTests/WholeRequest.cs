using Archive.Evidence;
using Archive.Exports;
using Archive.Requests;
using Archive.Storage.Facts;
using Archive.Verifier;

namespace Archive.IntegrationTests;

/// <summary>
/// A request of which everything is disclosed: the way of whatever was captured to a set that proves itself.
/// </summary>
internal static class WholeRequest
{
    public static async Task<SealedExport> Disclose(this ArchiveUnderTest archive, string query)
    {
        var (handler, _) = await archive.Officers();
        var id = await archive.Decided(query);
        var export = (await archive.Get<SealExport>().Seal(id, handler, Language.Nl, null, default)).Value();
        return export;
    }

    /// <summary>The same up to the decision.</summary>
    public static async Task<Guid> Decided(this ArchiveUnderTest archive, string query)
    {
        var id = await archive.Scoped(query);
        await archive.Decide(id);
        return id;
    }

    /// <summary>What is not assessed yet is disclosed, and the request decided.</summary>
    public static async Task Decide(this ArchiveUnderTest archive, Guid id)
    {
        var (handler, approver) = await archive.Officers();
        var desk = archive.Get<RequestDesk>();
        var today = archive.Get<OfficeTime>().Today;
        foreach (var item in (await archive.Request(id)).Records.Values.Where(r => r.Assessed is null))
            Assert.Null((await desk.Assess(new(id, item.Number, Assessment.Disclosed, []), handler, default)).Refusal);

        Assert.Null((await desk.Propose(new(id), handler, default)).Refusal);
        var proposed = await archive.Request(id);
        Assert.Null((await desk.Approve(
            new(id, proposed.Proposed!.Proposal), approver.Name, ArchiveUnderTest.Password, default)).Refusal);
        Assert.Null(
            (await desk.Decide(new(id, DecideRequest.OutcomeOf(await archive.Request(id)), today), handler, default))
                .Refusal);
    }

    /// <summary>A request with what the query finds in its scope.</summary>
    public static async Task<Guid> Scoped(this ArchiveUnderTest archive, string query)
    {
        var (handler, _) = await archive.Officers();
        var desk = archive.Get<RequestDesk>();
        var today = archive.Get<OfficeTime>().Today;
        var id = Ids.New();
        Assert.Null(
            (await desk.Register(new(id, new("woo"), "De Voorbeeldkrant", "Alles", today), handler, default)).Refusal);
        var scope = (await archive.Get<ScopeSearch>().Freeze(id, Ids.New(), query, default)).Value();
        Assert.Null((await desk.Scope(scope, handler, default)).Refusal);
        return id;
    }

    public static async Task<RequestState> Request(this ArchiveUnderTest archive, Guid id) =>
        RequestState.Replay(
            RequestState.Read(await archive.Get<EventStore>().Read(id, default)),
            archive.Get<RequestKindRegistry>());

    /// <summary>What an outsider with the trusted keys finds, offline.</summary>
    public static (int Verdict, string Report) Check(SealedExport export)
    {
        var trust = Path.Combine(export.Directory, "..", $"{export.Set}-trust.txt");
        File.WriteAllText(trust, export.Trust);
        using var report = new StringWriter();
        return (VerifyCommand.Run(export.Zips[0], trust, Language.En, report), report.ToString());
    }
}
