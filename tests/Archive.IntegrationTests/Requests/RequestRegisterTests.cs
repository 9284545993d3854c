using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Requests;

namespace Archive.IntegrationTests.Requests;

public sealed class RequestRegisterTests(Office office) : IClassFixture<Office>
{
    [Fact]
    public async Task Numbers_count_from_one_in_each_year_without_doubles_whoever_is_at_once()
    {
        var asked = Enumerable.Range(0, 16).Select(i => new RegisterRequest(
            Ids.New(), new("woo"), "J. Jansen", "De rondweg", i < 12 ? new(2025, 6, 2) : new(2024, 6, 3))).ToList();

        Assert.All(
            await Task.WhenAll(asked.Select(a => office.Desk.Register(a, office.Anna, default))),
            outcome => Assert.Null(outcome.Refusal));

        var requests = (await office.ReadingRoom.List(office.Anna, default)).Value();
        var numbers = asked.Select(a => requests.Single(r => r.Request == a.Request).Number.ToString()).Order()
            .ToList();
        Assert.Equal(
            [.. Enumerable.Range(1, 4).Select(i => $"WOO-2024-{i:0000}"), .. Enumerable.Range(1, 12)
                .Select(i => $"WOO-2025-{i:0000}")],
            numbers);
    }

    [Fact]
    public async Task A_request_is_found_by_its_number()
    {
        var id = await office.Scoped();
        var number = (await office.ReadingRoom.Read(id, default))!.Number.ToString();

        Assert.Equal(id, await office.ReadingRoom.Find(number, default));
        Assert.Null(await office.ReadingRoom.Find("WOO-2026-9999", default));
        Assert.Null(await office.ReadingRoom.Find("rondweg", default));
    }

    [Fact]
    public async Task A_refused_request_takes_no_number()
    {
        var before = (await office.Register.All(default)).Count;

        Assert.NotNull(
            (await office.Desk.Register(
                new(Ids.New(), new("woo"), "", "De rondweg", new(2026, 11, 20)), office.Anna, default)).Refusal);
        Assert.NotNull((await office.Desk
            .Register(
                new(Ids.New(), new("woo"), "J. \0 Jansen", "De rondweg", new(2026, 11, 20)),
                office.Anna,
                default)).Refusal);

        Assert.Equal(before, (await office.Register.All(default)).Count);
    }

    [Fact]
    public async Task A_request_is_registered_once()
    {
        var asked = new RegisterRequest(Ids.New(), new("woo"), "J. Jansen", "De rondweg", new(2026, 11, 20));
        Assert.Null((await office.Desk.Register(asked, office.Anna, default)).Refusal);

        Assert.Equal(
            "requests.registered-before", (await office.Desk.Register(asked, office.Anna, default)).Refusal?.Code);
        Assert.Single(await office.Events.Read(asked.Request, default));
    }

    [Fact]
    public async Task A_number_whose_request_was_never_recorded_shows_nothing()
    {
        var number = await office.Register
            .Reserve(new(Ids.New(), new("woo"), "J. Jansen", "De rondweg", new(2026, 11, 20)), "WOO", default);

        Assert.Null(await office.ReadingRoom.Find(number!.Value.ToString(), default));
        Assert.DoesNotContain((await office.ReadingRoom.List(office.Anna, default)).Value(), r => r.Number == number);
    }

    [Fact]
    public async Task A_power_cut_after_the_fact_is_mended_by_the_next_look()
    {
        var id = await office.Scoped();
        await using (var superuser = Npgsql.NpgsqlDataSource.Create(office.Database.SuperuserOf("perishable")))
        await using (var cut = superuser.CreateCommand("UPDATE perishable.request SET recorded = false"))
            await cut.ExecuteNonQueryAsync();

        Assert.Contains((await office.ReadingRoom.List(office.Anna, default)).Value(), r => r.Request == id);
        Assert.True((await office.Register.Find(id, default))!.Recorded);
    }
}
