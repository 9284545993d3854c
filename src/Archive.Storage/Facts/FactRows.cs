using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Facts;
using Npgsql;

namespace Archive.Storage.Facts;

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
                Id(row.GetString(2)),
                Version(row.GetInt64(3)),
                row.GetString(4),
                row.GetFieldValue<DateTimeOffset>(5),
                FactMembers.Parse(row.GetFieldValue<byte[]>(6)),
                row.IsDBNull(7) ? FactMembers.None : FactMembers.Parse(row.GetFieldValue<byte[]>(7)),
                row.IsDBNull(8) ? null : Id(row.GetString(8)),
                row.IsDBNull(9) ? null : Id(row.GetString(9)),
                new Tenant(row.GetString(10)),
                sequence);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException)
        {
            throw new FaultException(
                $"Row seq_id {sequence} of mt_events holds no fact of this archive: {e.Message} "
                + "It was not written by this product; see who wrote it.",
                e);
        }
    }

    private static long Version(long version) => version is > 0 and <= CanonicalJson.MaxInteger
        ? version
        : throw new FormatException($"Versions count from 1 and stay below 2^53, not {version}.");

    /// <summary>One written form only: a capital letter put in an id later would else leave the statement as it was.</summary>
    private static Guid Id(string written) =>
        Guid.ParseExact(written, "D") is var id && id.ToString() == written
            ? id
            : throw new FormatException($"An id is written in lower case, not '{written}'.");
}
