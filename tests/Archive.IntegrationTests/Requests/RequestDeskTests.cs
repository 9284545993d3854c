using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.IntegrationTests.Faults;
using Archive.People;
using Archive.Requests;
using Archive.Storage.Vault;

namespace Archive.IntegrationTests.Requests;

public sealed class RequestDeskTests(Office office) : IClassFixture<Office>
{
    [Fact]
    public async Task A_request_goes_from_receipt_to_decision()
    {
        var desk = office.Desk;
        var id = await office.Scoped();
        var redaction = Ids.New();
        Assert.Null(
            (await desk.Redact(new(id, redaction, 1, Passage.Words(2, 4), ["5.1 lid 2 e"]), office.Anna, default))
                .Refusal);
        Assert.Null(
            (await desk.Redact(new(id, Ids.New(), 1, new(PassageKind.AuthorName), ["5.1.2e"]), office.Anna, default))
                .Refusal);
        Assert.Null((await desk.Assess(
            new(id, 1, Assessment.DisclosedInPart, [], Reasons: "Een inwoner schrijft als privépersoon."), office
                .Anna, default)).Refusal);
        Assert.Null((await desk.Assess(new(id, 2, Assessment.Disclosed, []), office.Bram, default)).Refusal);
        Assert.Null((await desk.Propose(new(id), office.Anna, default)).Refusal);
        Assert.Null((await desk.Approve(new(id, 1), "Bram", Office.Password, default)).Refusal);
        Assert.Null((await desk.Decide(
            new(id, DecisionOutcome.DisclosedInPart, office.Time.Today), office.Anna, default)).Refusal);

        var view = (await office.ReadingRoom.Show(id, office.Archivist, default)).Value();
        Assert.Equal(("J. Jansen", "De rondweg", 23), (view!.Requester, view.Subject, view.DaysLeft));
        Assert.Equal(new DateOnly(2026, 12, 18), view.Request.DecideBy);
        Assert.Equal(DecisionOutcome.DisclosedInPart, view.Request.Decided!.Outcome);
        Assert.Equal(2, view.Request.Records[1].Redactions.Count);
        Assert.Equal(
            "Een inwoner schrijft als privépersoon.",
            (await office.ReadingRoom.Note(view.Request.Records[1].Assessed!, default))!.Reasons);
    }

    [Fact]
    public async Task What_people_wrote_is_in_no_fact()
    {
        var id = await office.Scoped();
        Assert.Null((await office.Desk.Assess(
            new(id, 1, Assessment.Withheld, ["5.1.2e"], Reasons: "Geheime overweging"), office.Anna, default)).Refusal);

        var statements = string.Join(
            '\n',
            (await office.Events.Read(id, default)).Select(f => Encoding.UTF8.GetString(f.Statement())));

        foreach (var written in new[] { "Jansen", "rondweg", "Geheime", "Anna" })
            Assert.DoesNotContain(written, statements, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"officer\":\"" + office.Anna.Id, statements, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_proposed_does_not_approve_even_with_the_right_password()
    {
        var id = await Proposed();

        var why = await office.Desk.Approve(new(id, 1), "Anna", Office.Password, default);

        Assert.Equal("requests.proposer-approves", why.Refusal?.Code);
    }

    [Fact]
    public async Task An_approval_takes_the_second_officers_own_password()
    {
        var id = await Proposed();
        await office.Add("Cees", office.Administrator, Role.RecordsOfficer);

        var why = await office.Desk.Approve(new(id, 1), "Cees", "zeven fietsen in de zon", default);

        Assert.Equal("people.wrong-pair", why.Refusal?.Code);
        Assert.Null((await office.ReadingRoom.Read(id, default))!.Approved);
    }

    [Fact]
    public async Task A_change_after_the_approval_withdraws_it_in_so_many_facts()
    {
        var id = await Proposed();
        Assert.Null((await office.Desk.Approve(new(id, 1), "Bram", Office.Password, default)).Refusal);

        Assert.Null((await office.Desk.Assess(new(id, 2, Assessment.OutOfScope, []), office.Anna, default)).Refusal);

        Assert.Equal(
            ["requests.assessments-approved/1", "requests.record-assessed/1", "requests.approval-withdrawn/1"],
            (await office.Events.Read(id, default)).TakeLast(3).Select(f => f.Type));
        Assert.Equal(
            "requests.not-approved",
            (await office.Desk.Decide(new(id, DecisionOutcome.Disclosed, office.Time.Today), office.Anna, default))
                .Refusal?.Code);
    }

    [Fact]
    public async Task Of_two_officers_at_once_one_is_told_to_look_again()
    {
        var id = await office.Scoped();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => office.Desk.Assess(
            new(id, 1 + (i % 2), Assessment.Disclosed, []), i < 4 ? office.Anna : office.Bram, default)));

        var recorded = (await office.Events.Read(id, default)).Count - 2;
        Assert.Equal(recorded, answers.Count(a => a.Refusal is null));
        Assert.True(recorded >= 1);
        Assert.All(
            answers.Where(a => a.Refusal is not null),
            a => Assert.Equal("requests.overtaken", a.Refusal?.Code));
    }

    [Fact]
    public async Task A_refused_act_leaves_nothing_behind()
    {
        var id = await office.Scoped();
        var before = await Secrets();

        var ungrounded = new AssessRecord(id, 1, Assessment.Withheld, [], Reasons: "Omdat.");
        Assert.NotNull((await office.Desk.Assess(ungrounded, office.Anna, default)).Refusal);
        Assert.NotNull((await office.Desk.Assess(new(id, 9, Assessment.Disclosed, []), office.Anna, default)).Refusal);

        Assert.Equal(2, (await office.Events.Read(id, default)).Count);
        Assert.Equal(before, await Secrets());
    }

    [Fact]
    public async Task The_query_is_in_the_unit_of_the_requests_papers_and_goes_with_it()
    {
        var id = await office.Scoped();
        var scoped = (await office.Events.Read(id, default)).Select(Facts.Read).OfType<RecordsScoped>().Single();
        Assert.Equal("rondweg from:stad", (string?)(await office.SealedTexts.Open(scoped.Query, default))!["query"]);

        await office.Units.Delete([(await office.ReadingRoom.Read(id, default))!.Details.Unit], default);

        Assert.Null(await office.SealedTexts.Open(scoped.Query, default));
    }

    [Fact]
    public async Task An_officer_of_another_role_handles_no_request()
    {
        var id = await office.Scoped();

        Assert.Contains(
            "Archivaris",
            (await office.Desk.Propose(new(id), office.Archivist, default)).Refusal!.In(Language.Nl),
            StringComparison.Ordinal);
        Assert.Contains(
            "Beheerder",
            (await office.ReadingRoom.Show(id, office.Administrator, default)).Refusal!.In(Language.Nl),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_access_is_a_fact_with_the_officers_id()
    {
        var id = await office.Scoped();
        await office.ReadingRoom.Show(id, office.Archivist, default);

        await using var query = office.Database.Superuser.CreateCommand(
            """
            SELECT data->>'kind', headers->>'officer' FROM archive.mt_events WHERE type = 'people.access-recorded/1'
            AND data->>'request' = $1
            """);
        query.Parameters.Add(new() { Value = id.ToString() });
        await using var rows = await query.ExecuteReaderAsync();
        Assert.True(await rows.ReadAsync());
        Assert.Equal(("request-opened", office.Archivist.Id.ToString()), (rows.GetString(0), rows.GetString(1)));
        Assert.False(await rows.ReadAsync());
    }

    [Fact]
    public async Task A_request_that_is_not_there_is_refused() => Assert.Equal(
        "requests.no-such-request",
        (await office.Desk.Propose(new(Ids.New()), office.Anna, default)).Refusal?.Code);

    private async Task<Guid> Proposed()
    {
        var id = await office.Scoped();
        Assert.Null((await office.Desk.Assess(new(id, 1, Assessment.Disclosed, []), office.Anna, default)).Refusal);
        Assert.Null((await office.Desk.Assess(new(id, 2, Assessment.Disclosed, []), office.Anna, default)).Refusal);
        Assert.Null((await office.Desk.Propose(new(id), office.Anna, default)).Refusal);
        return id;
    }

    private async Task<long> Secrets()
    {
        await using var superuser = Npgsql.NpgsqlDataSource.Create(office.Database.SuperuserOf("perishable"));
        await using var query = superuser.CreateCommand(
            "SELECT count(*) FROM perishable.unit_secret WHERE kind = 'note'");
        return (long)(await query.ExecuteScalarAsync())!;
    }
}
