using Archive.Evidence;
using Npgsql;

namespace Archive.IntegrationTests.Security;

/// <summary>The logins of one tenant, made as docs/operations.md says.</summary>
internal static class TenantLogins
{
    public static async Task Make(TestDatabase database, Tenant tenant)
    {
        await using var server = NpgsqlDataSource.Create(database.Server);
        foreach (var role in new[] { "archive_app", "archive_sequencer", "archive_web" })
        {
            await using var make = server.CreateCommand(
                $"""
                 DO $$ BEGIN
                     PERFORM pg_advisory_xact_lock(hashtext('archive.test.roles'));
                     IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                         CREATE ROLE {role} LOGIN PASSWORD '{TestDatabase.Password}';
                     END IF;
                     IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}/{tenant}') THEN
                         CREATE ROLE "{role}/{tenant}" LOGIN PASSWORD '{TestDatabase.Password}' IN ROLE {role};
                     END IF;
                 END $$
                 """);
            await make.ExecuteNonQueryAsync();
        }
    }
}
