using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>A copy of one of an archive's databases, byte for byte, to be put back in its place later.</summary>
/// <param name="Which">`archive` or `perishable`.</param>
internal sealed record BackUp(ArchiveUnderTest Archive, string Which)
{
    private string Name => new NpgsqlConnectionStringBuilder(Archive.Database.SuperuserOf(Which)).Database!;

    public static async Task<BackUp> Of(ArchiveUnderTest archive, string which)
    {
        var backUp = new BackUp(archive, which);
        archive.Disconnect();
        await backUp.Run($"CREATE DATABASE {backUp.Name}_back_up TEMPLATE {backUp.Name}");
        return backUp;
    }

    /// <summary>
    /// Takes the place of the database as it is, which is gone; everyone who worked with it is cut off.
    /// </summary>
    public async Task PutBack()
    {
        Archive.Disconnect();
        await Run($"DROP DATABASE {Name} WITH (FORCE)");
        await Run($"CREATE DATABASE {Name} TEMPLATE {Name}_back_up OWNER archive_owner");
        // a copy does not take what was granted on the whole
        await Run($"GRANT TEMPORARY ON DATABASE {Name} TO archive_app");
    }

    public Task Discard() => Run($"DROP DATABASE {Name}_back_up WITH (FORCE)");

    private async Task Run(string sql)
    {
        await using var server = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Archive.Database.SuperuserOf(Which)) {
                Database = "postgres",
                Pooling = false });
        await using var command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
