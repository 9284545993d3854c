using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.IntegrationTests.Faults;
using Archive.IntegrationTests.Requests;
using Archive.People;

namespace Archive.IntegrationTests.People;

public sealed class OfficersTests(Office office) : IClassFixture<Office>
{
    [Fact]
    public async Task A_name_and_its_password_open_the_account()
    {
        var erik = await office.Add("Erik", office.Administrator, Role.RecordsOfficer, Role.PrivacyOfficer);

        var granted = (await office.Officers.SignIn("ERIK", Office.Password, default)).Value();

        Assert.Equal((erik.Id, "Erik"), (granted.Id, granted.Name));
        Assert.Equal([Role.RecordsOfficer, Role.PrivacyOfficer], granted.Roles);
    }

    [Fact]
    public async Task A_wrong_name_and_a_wrong_password_are_answered_alike()
    {
        await office.Add("Fenna", office.Administrator, Role.Archivist);

        var wrongPassword = await office.Officers.SignIn("Fenna", "zeven fietsen in de zon", default);
        var wrongName = await office.Officers.SignIn("Niemand", Office.Password, default);

        Assert.Equal(Why(wrongPassword), Why(wrongName));
    }

    [Theory]
    [InlineData("Gijs", true)]
    [InlineData("Bestaat Niet", false)] // slowed as well, or the difference would tell
    public async Task The_fifth_wrong_password_in_a_row_shuts_the_door_for_a_minute(string name, bool exists)
    {
        if (exists)
            await office.Add(name, office.Administrator, Role.Archivist);
        for (var i = 0; i < 4; i++)
            Assert.Equal("people.wrong-pair", Why(await office.Officers.SignIn(name, "fout fout fout", default)));

        var fifth = (await office.Officers.SignIn(name, "fout fout fout", default)).Refusal!;
        Assert.Contains("5 wrong passwords in a row", fifth.In(Language.En), StringComparison.Ordinal);
        Assert.Contains(
            "5 keer achter elkaar een verkeerd wachtwoord", fifth.In(Language.Nl), StringComparison.Ordinal);
        Assert.Equal(
            "people.too-many-failures", Why(await office.Officers.SignIn(name, Office.Password, default)));

        office.Clock.Now += TimeSpan.FromMinutes(1);
        var after = await office.Officers.SignIn(name, Office.Password, default);
        Assert.Equal(exists, after.Refusal is null);
    }

    [Fact]
    public async Task Slowing_down_is_a_fact()
    {
        var hugo = await office.Add("Hugo", office.Administrator, Role.Archivist);
        for (var i = 0; i < 5; i++)
            await office.Officers.SignIn("Hugo", "fout fout fout", default);

        var slowed = Assert.IsType<SignInThrottled>(Facts.Read((await office.Events.Read(hugo.Id, default))[^1]));

        Assert.Equal((hugo.Id, 5), (slowed.Officer, slowed.Failures));
    }

    [Fact]
    public async Task Guesses_side_by_side_are_counted_one_by_one()
    {
        await office.Add("Ilse", office.Administrator, Role.Archivist);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => office.Officers.SignIn("Ilse", "fout fout fout", default)));

        Assert.Equal(4, answers.Count(a => Why(a) == "people.wrong-pair"));
    }

    [Fact]
    public async Task The_right_password_wipes_the_slate()
    {
        await office.Add("Joost", office.Administrator, Role.Archivist);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++)
                await office.Officers.SignIn("Joost", "fout fout fout", default);
            Assert.Null((await office.Officers.SignIn("Joost", Office.Password, default)).Refusal);
        }
    }

    [Fact]
    public async Task A_name_is_one_officers_whatever_its_letters()
    {
        await office.Add("Karin", office.Administrator, Role.Archivist);

        var why = await office.Officers.Add(
            new(Ids.New(), "KARIN", [Role.Archivist], Office.Password), office.Administrator, default);

        Assert.Equal("people.name-taken", why.Refusal?.Code);
    }

    [Fact]
    public async Task An_account_has_a_fact_without_its_name()
    {
        var lotte = await office.Add("Lotte", office.Administrator, Role.Archivist);

        var fact = Assert.Single(await office.Events.Read(lotte.Id, default));

        Assert.Equal("people.officer-added/1", fact.Type);
        Assert.Equal(
            $$"""{"officer":"{{lotte.Id}}","roles":["archivist"]}""",
            System.Text.Encoding.UTF8.GetString(fact.Data.Bytes.Span));
        Assert.Equal(office.Administrator.Id.ToString(), (string?)fact.Headers.ToJson()["officer"]);
    }

    [Fact]
    public async Task A_password_is_changed_with_the_present_one()
    {
        await office.Add("Mees", office.Administrator, Role.Archivist);

        var wrong = await office.Officers.ChangePassword("Mees", "fout fout fout", "acht boten op het kanaal", default);
        var weak = await office.Officers.ChangePassword("Mees", Office.Password, "kort", default);
        var good = await office.Officers.ChangePassword("Mees", Office.Password, "acht boten op het kanaal", default);

        Assert.Equal(
            ("people.wrong-pair", "people.password-short", null),
            (wrong.Refusal?.Code, weak.Refusal?.Code, good.Refusal?.Code));
        Assert.NotNull((await office.Officers.SignIn("Mees", Office.Password, default)).Refusal);
        Assert.Null((await office.Officers.SignIn("Mees", "acht boten op het kanaal", default)).Refusal);
    }

    [Fact]
    public async Task A_closed_account_opens_no_more()
    {
        var noor = await office.Add("Noor", office.Administrator, Role.Archivist);

        Assert.NotNull((await office.Officers.Deactivate(noor.Id, office.Anna, default)).Refusal);
        Assert.Null((await office.Officers.Deactivate(noor.Id, office.Administrator, default)).Refusal);

        Assert.NotNull((await office.Officers.SignIn("Noor", Office.Password, default)).Refusal);
        Assert.Equal("Noor", (await office.Officers.Names(default))[noor.Id]); // facts still name it
    }

    [Fact]
    public async Task The_last_administrator_stays() => Assert.Equal(
        "people.last-administrator",
        (await office.Officers.Deactivate(office.Administrator.Id, office.Administrator, default)).Refusal?.Code);

    [Fact]
    public async Task A_password_is_kept_as_a_salted_hash_only()
    {
        await using var superuser = Npgsql.NpgsqlDataSource.Create(office.Database.SuperuserOf("perishable"));
        await using var query = superuser.CreateCommand(
            """
            SELECT count(*), count(DISTINCT password_salt), count(DISTINCT password_hash), min(password_iterations),
            string_agg(o::text, ' ') FROM perishable.officer o
            """);
        await using var row = await query.ExecuteReaderAsync();
        await row.ReadAsync();

        Assert.Equal(row.GetInt64(0), row.GetInt64(1)); // one password, many salts
        Assert.Equal(row.GetInt64(0), row.GetInt64(2));
        Assert.Equal(600_000, row.GetInt32(3));
        Assert.DoesNotContain(Office.Password, row.GetString(4), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_lets_nobody_remove_an_officer()
    {
        await using var remove = office.Database.Perishable.Source.CreateCommand("DELETE FROM perishable.officer");

        Assert.Equal(
            "42501",
            (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => remove.ExecuteNonQueryAsync())).SqlState);
    }

    private static string? Why(Outcome<Officer> answer) => answer.Refusal?.Code;
}
