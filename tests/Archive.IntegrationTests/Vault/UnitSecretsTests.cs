using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.IntegrationTests.Faults;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using Npgsql;

namespace Archive.IntegrationTests.Vault;

public sealed class UnitSecretsTests : IClassFixture<TestDatabase>, IDisposable
{
    private readonly TestDatabase database;
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("archive-test-");
    private readonly KeyRing keys;

    public UnitSecretsTests(TestDatabase database)
    {
        this.database = database;
        keys = KeyRing.OpenOrCreate(Path.Combine(directory.FullName, "keys"));
    }

    private UnitSecrets Units => new(database.Perishable, keys);

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task Units_of_every_kind_come_back_with_their_secrets()
    {
        var kinds = Enum.GetValues<UnitKind>();
        var made = await Units.Create(kinds, default);

        var read = await Units.Get([.. made.Select(u => u.Unit)], default);

        Assert.Equal(kinds, made.Select(u => u.Kind));
        Assert.Equal(kinds.Length, made.Select(u => Convert.ToHexString(u.Secret)).Distinct().Count());
        Assert.All(made, u => Assert.Equal(u.Secret, read[u.Unit]));
    }

    [Fact]
    public async Task A_thousand_units_are_made_and_read_in_one_go()
    {
        var made = await Units.Create([.. Enumerable.Repeat(UnitKind.Record, 1000)], default);

        Assert.Equal(1000, (await Units.Get([.. made.Select(u => u.Unit)], default)).Count);
        Assert.Empty(await Units.Create([], default));
    }

    [Fact]
    public async Task A_destroyed_unit_has_no_secret_and_its_piece_is_closed_for_good_while_its_neighbour_opens()
    {
        var vault = new FileVault(directory.FullName, TestDatabase.Tenant);
        var (gone, stays) = (await Units.Create(UnitKind.Record, default), await Units.Create(
            UnitKind.Record,
            default));
        var kept = await vault.Keep(
            ObjectKind.File,
            [new Piece(gone.Unit, gone.Secret, "gone"u8
                .ToArray()), new Piece(stays.Unit, stays.Secret, "stays"u8.ToArray())],
            default);

        Assert.Equal(1, await Units.Delete([gone.Unit], default));

        Assert.Null(await Units.Get(gone.Unit, default));
        Assert.Equal(0, await Units.Delete([gone.Unit], default));
        await Assert.ThrowsAsync<FaultException>(() => vault.Open(kept.Name, 0, stays.Secret, default));
        Assert.Equal(
            "stays"u8.ToArray(),
            await vault.Read(kept.Name, 1, (await Units.Get(stays.Unit, default))!, default));
        Assert.Null(await vault.Scrub(kept.Name, default));
    }

    [Fact]
    public async Task Another_tenant_sees_nothing_and_destroys_nothing()
    {
        var unit = await Units.Create(UnitKind.RequestDetails, default);
        var others = new UnitSecrets(new PerishableDatabase(database.Perishable.Source, new("noorddam")), keys);

        Assert.Null(await others.Get(unit.Unit, default));
        Assert.Equal(0, await others.Delete([unit.Unit], default));
        Assert.Equal(unit.Secret, await Units.Get(unit.Unit, default));
    }

    [Fact]
    public async Task A_row_moved_to_another_unit_is_a_fault()
    {
        var (one, other) = (await Units.Create(UnitKind.Record, default), await Units.Create(UnitKind.Record, default));
        await using (var transaction = await database.Perishable.Begin(default))
        {
            await transaction.Run(
                """
                UPDATE perishable.unit_secret SET sealed =
                    (SELECT sealed FROM perishable.unit_secret WHERE unit = $1)
                WHERE unit = $2
                """,
                default, one.Unit, other.Unit);
            await transaction.Commit(default);
        }

        var fault = await Assert.ThrowsAsync<FaultException>(() => Units.Get(other.Unit, default));

        Assert.Contains(other.Unit.ToString(), fault.Message, StringComparison.Ordinal);
        Assert.Equal(one.Secret, await Units.Get(one.Unit, default));
    }

    [Fact]
    public async Task With_another_key_file_the_fault_says_which_is_needed()
    {
        var unit = await Units.Create(UnitKind.Frame, default);
        var another = KeyRing.OpenOrCreate(Path.Combine(directory.FullName, "another"));

        var fault = await Assert.ThrowsAsync<FaultException>(
            () => new UnitSecrets(database.Perishable, another).Get(unit.Unit, default));

        Assert.Contains(keys.Newest.Id, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE perishable.unit_secret SET unit = gen_random_uuid()")]
    [InlineData("UPDATE perishable.unit_secret SET tenant_id = 'noorddam'")]
    [InlineData("UPDATE perishable.unit_secret SET kind = 'note'")]
    [InlineData("TRUNCATE perishable.unit_secret")]
    public async Task The_application_may_not(string sql)
    {
        await using var transaction = await database.Perishable.Begin(default);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => transaction.Run(sql, default));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task The_web_sees_no_secret_not_even_a_sealed_one()
    {
        await using var web = new PerishableDatabase(
            TenantDatabase.Open(database.ConnectionString("archive_web", Migrations.Perishable)), TestDatabase.Tenant);
        await using var transaction = await web.Begin(default);

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => transaction.Run("SELECT sealed FROM perishable.unit_secret", default));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }
}
