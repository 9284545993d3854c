using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Facts;
using Npgsql;

namespace Archive.Storage.Facts;

/// <summary>Rows of `mt_events` to facts: the one place that knows their columns.</summary>
public static class FactRows
{
    /// <summary>
    /// Columns for a SELECT that <see cref="Read"/> understands, of a table or alias named `e`. Where a fact has no
    /// headers Marten may write JSON's null.
    /// </summary>
    public const string Columns =
        "e.seq_id, e.id, e.stream_id, e.version, e.type, e.\"timestamp\", e.data::text, "
        + "nullif(e.headers, 'null')::text, e.causation_id, e.correlation_id, e.tenant_id";

    /// <summary>How many columns that is: what a query selects besides comes after.</summary>
    public const int Count = 11;

    /// <exception cref="FaultException">The row does not hold a fact of ours.</exception>
    public static Fact Read(NpgsqlDataReader row) => ReadRow(row).Read();

    /// <summary>Takes the columns of a row, to be read when and where the caller likes.</summary>
    /// <exception cref="FaultException">The row does not hold a fact of ours.</exception>
    public static FactRow ReadRow(NpgsqlDataReader row)
    {
        var sequence = row.GetInt64(0);
        try
        {
            return new(
                sequence,
                row.GetGuid(1),
                row.GetString(2),
                row.GetInt64(3),
                row.GetString(4),
                row.GetFieldValue<DateTimeOffset>(5),
                row.GetFieldValue<byte[]>(6),
                row.IsDBNull(7) ? null : row.GetFieldValue<byte[]>(7),
                row.IsDBNull(8) ? null : row.GetString(8),
                row.IsDBNull(9) ? null : row.GetString(9),
                row.GetString(10));
        }
        catch (Exception e) when (e is InvalidCastException or ArgumentException or OverflowException)
        {
            throw NoFact(sequence, e); // a column is NULL, or a moment lies outside .NET's calendar
        }
    }

    /// <inheritdoc cref="ReadRow"/>
    /// <returns>Null if the row does not hold a fact of ours.</returns>
    public static FactRow? FindRow(NpgsqlDataReader row)
    {
        try
        {
            return ReadRow(row);
        }
        catch (FaultException)
        {
            return null;
        }
    }

    internal static FaultException NoFact(long sequence, Exception e) =>
        Sentences.Fault(e, "storage.row-no-fact", sequence, Sentence.Of(e));
}

/// <summary>A row of `mt_events` as it came; what is in it is checked when it is read.</summary>
public sealed record FactRow(
    long Sequence, Guid Id, string Stream, long Version, string Type, DateTimeOffset At, byte[] Data, byte[]? Headers,
    string? Causation, string? Correlation, string Tenant)
{
    /// <exception cref="FaultException">The row does not hold a fact of ours.</exception>
    public Fact Read()
    {
        try
        {
            return new Fact(
                Id,
                IdOf(Stream),
                VersionOf(Version),
                Type,
                At,
                FactMembers.Parse(Data),
                Headers is null ? FactMembers.None : FactMembers.Parse(Headers),
                Causation is null ? null : IdOf(Causation),
                Correlation is null ? null : IdOf(Correlation),
                new Tenant(Tenant),
                Sequence);
        }
        catch (FormatException e)
        {
            throw FactRows.NoFact(Sequence, e);
        }
    }

    /// <returns>Null if the row does not hold a fact of ours.</returns>
    public Fact? Find()
    {
        try
        {
            return Read();
        }
        catch (FaultException)
        {
            return null;
        }
    }

    private static long VersionOf(long version) => version is > 0 and <= CanonicalJson.MaxInteger
        ? version
        : throw new MalformedException(Sentences.Of("storage.version-out-of-range", version));

    /// <summary>
    /// One written form only: a capital letter put in an id later would else leave the statement as it was.
    /// </summary>
    private static Guid IdOf(string written) =>
        Guid.ParseExact(written, "D") is var id && id.ToString() == written
            ? id
            : throw new MalformedException(Sentences.Of("storage.id-lower-case", written));
}
