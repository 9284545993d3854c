using System.Text.Json;
using System.Text.Json.Serialization;
using Archive.Evidence.Facts;
using JasperFx;
using JasperFx.Events;
using JasperFx.MultiTenancy;
using Marten;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Functions;

namespace Archive.Marten;

/// <summary>Marten 9 on the `archive` database as this product lays it out.</summary>
public static class MartenStore
{
    /// <param name="facts">
    /// The `archive` database as the application role: Marten changes nothing of the schema.
    /// </param>
    public static IDocumentStore Open(NpgsqlDataSource facts) => DocumentStore.For(options =>
    {
        options.Connection(facts);
        options.DatabaseSchemaName = "archive";
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.TenancyStyle = TenancyStyle.Conjoined;
        options.Events.MetadataConfig.EnableAll();
        // With its other modes Marten puts its own moment, or the database's, in place of the one a fact came with.
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.EnableUniqueIndexOnEventId = true;
        options.Events.AddEventType<FactMembers>(); // an event store without one is no event store to Marten
        options.UseSystemTextJsonForSerialization(configure: json => json.Converters.Add(new MembersForm()));
    });

    /// <summary>
    /// Makes the functions that Marten appends with, and nothing else: its tables are here already, and what it would
    /// drop or add to them is not its to decide. Repeatable; again after an upgrade of the package.
    /// </summary>
    /// <param name="ownerConnectionString">Of the role that owns the `archive` database.</param>
    /// <returns>Names of the functions; at least one.</returns>
    public static async Task<IReadOnlyList<string>> Prepare(string ownerConnectionString, CancellationToken ct)
    {
        await using var owner = NpgsqlDataSource.Create(ownerConnectionString);
        using var store = Open(owner);
        var functions = store.Storage.AllObjects().OfType<Function>().ToList();
        if (functions.Count == 0)
            throw new InvalidOperationException("This release of Marten names no function that it appends with.");
        var migrator = new PostgresqlMigrator();
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var function in functions)
        {
            await using var sql = new StringWriter();
            function.WriteCreateStatement(migrator, sql);
            await using var create = new NpgsqlCommand(sql.ToString(), connection, transaction);
            await create.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return [.. functions.Select(function => function.Identifier.Name)];
    }

    /// <summary>A fact's members are JSON already: they pass Marten as they are.</summary>
    private sealed class MembersForm : JsonConverter<FactMembers>
    {
        public override FactMembers Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return FactMembers.Parse(JsonSerializer.SerializeToUtf8Bytes(document.RootElement));
        }

        public override void Write(Utf8JsonWriter writer, FactMembers value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Bytes.Span);
    }
}
