using System.Text.Json;
using System.Text.Json.Serialization;
using Archive.Evidence;
using Archive.IntegrationTests;
using Archive.Storage.Postgres;
using JasperFx;
using JasperFx.Events;
using JasperFx.MultiTenancy;
using Marten;
using Npgsql;
using Weasel.Core;

namespace Archive.MartenTests;

/// <summary>Marten as somebody else's program uses it: nothing of this product but its tables.</summary>
internal static class Outsider
{
    /// <param name="role">Whose connection it is; it names its tenant as docs/operations.md says.</param>
    public static DocumentStore Open(
        TestDatabase database, string role, Tenant tenant,
        EventAppendMode mode = EventAppendMode.Quick, AutoCreate create = AutoCreate.None,
        Action<StoreOptions>? more = null) => DocumentStore.For(options =>
    {
        options.Connection(new NpgsqlConnectionStringBuilder(database.ConnectionString(role, Migrations.Facts))
        {
            Options = $"-c archive.tenant={tenant}",
            Timezone = "UTC",
        }.ConnectionString);
        options.DatabaseSchemaName = "archive";
        options.AutoCreateSchemaObjects = create;
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.TenancyStyle = TenancyStyle.Conjoined;
        options.Events.MetadataConfig.EnableAll();
        options.Events.AppendMode = mode;
        options.Events.EnableUniqueIndexOnEventId = true;
        options.UseSystemTextJsonForSerialization(casing: Casing.CamelCase);
        options.Events.MapEventType<Noted>(Noted.Name);
        more?.Invoke(options);
    });

    /// <summary>Maps every fact of this product, each to a type that takes its members as they are.</summary>
    public static void MapFacts(StoreOptions options)
    {
        var facts = typeof(IFact).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IFact)));
        foreach (var type in facts)
        {
            ((IMapping)Activator.CreateInstance(typeof(Mapping<>).MakeGenericType(type))!).Map(
                options, Facts.NameOf(type));
        }
    }

    private interface IMapping
    {
        void Map(StoreOptions options, string name);
    }

    private sealed class Mapping<TFact> : IMapping
    {
        public void Map(StoreOptions options, string name) => options.Events.MapEventType<Members<TFact>>(name);
    }
}

/// <summary>What somebody else's program records.</summary>
public sealed record Noted(int Count)
{
    public const string Name = "elsewhere.noted/1";
}

/// <summary>It has a fraction, which no fact may have.</summary>
public sealed record Measured(double Share)
{
    public const string Name = "elsewhere.measured/1";
}

/// <summary>Common to all facts of this product, as somebody else reads them.</summary>
public interface IMembers
{
    IDictionary<string, JsonElement> All { get; }
}

/// <summary>The members of one type of fact.</summary>
public sealed class Members<TFact> : IMembers
{
    [JsonExtensionData]
    public IDictionary<string, JsonElement> All { get; set; } = new Dictionary<string, JsonElement>();
}
