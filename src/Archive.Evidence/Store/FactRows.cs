using System.Text.Json.Nodes;
using Npgsql;

namespace Archive.Evidence.Store;

/// <summary>Rows of `mt_events` to facts: the one place that knows their columns.</summary>
public static class FactRows
{
    /// <summary>Columns for a SELECT that <see cref="Read"/> understands, of a table or alias named `e`.</summary>
    public const string Columns =
        "e.seq_id, e.id, e.stream_id, e.version, e.type, e.\"timestamp\", e.data::text, e.headers::text, "
        + "e.causation_id, e.correlation_id, e.tenant_id";

    /// <summary>How many columns that is: what a query selects besides comes after.</summary>
    public const int Count = 11;

    /// <exception cref="FaultException">The row does not hold a fact of ours.</exception>
    public static Fact Read(NpgsqlDataReader row)
    {
        var sequence = row.GetInt64(0);
        try
        {
            return new Fact(
                row.GetGuid(1),
                Guid.ParseExact(row.GetString(2), "D"),
                row.GetInt64(3),
                row.GetString(4),
                row.GetFieldValue<DateTimeOffset>(5),
                JsonNode.Parse(row.GetString(6))!.AsObject(),
                row.IsDBNull(7) ? [] : JsonNode.Parse(row.GetString(7))!.AsObject(),
                Id(row, 8),
                Id(row, 9),
                new Tenant(row.GetString(10)),
                sequence);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or InvalidCastException)
        {
            throw new FaultException($"Row seq_id {sequence} of mt_events holds no fact of this archive.", e);
        }
    }

    private static Guid? Id(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Guid.ParseExact(row.GetString(column), "D");
}
