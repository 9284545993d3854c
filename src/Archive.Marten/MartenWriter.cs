using Archive.Evidence.Canonical;
using Archive.Evidence.Facts;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using JasperFx;
using JasperFx.Events;
using Marten;
using Marten.Services;
using Npgsql;

namespace Archive.Marten;

/// <summary>
/// Writes facts through Marten's own append: its function, its check of versions, in a transaction of ours, so that the
/// tenant is the session's and whoever writes beside it commits or fails with it.
/// </summary>
/// <param name="store">Opened with <see cref="MartenStore.Open"/>.</param>
public sealed class MartenWriter(IDocumentStore store) : IFactWriter
{
    /// <inheritdoc/>
    public async Task<bool> Write(
        TenantTransaction transaction, IReadOnlyList<StreamAppend> streams, CancellationToken ct)
    {
        var options = SessionOptions.ForTransaction(transaction.Transaction);
        options.TenantId = transaction.Tenant.ToString();
        options.Tracking = DocumentTracking.None;
        await using var session = store.OpenSession(options);
        // In one order for all writers, so that one of two waits for the other instead of a deadlock.
        foreach (var (stream, expected, facts) in streams.OrderBy(s => s.Stream.ToString(), StringComparer.Ordinal))
        {
            // Marten names the version that the stream will have, and takes a stream at 0 for one that is not there.
            var appended = session.Events.Append(
                stream.ToString(), expected + facts.Count, facts.Select(fact => (object)fact.Data));
            foreach (var (recorded, fact) in appended.Events.Zip(facts))
                Describe(recorded, fact);
        }

        try
        {
            await session.SaveChangesAsync(ct);
            return true;
        }
        catch (Exception e) when (AnotherWasFirst(e))
        {
            return false;
        }
    }

    /// <summary>
    /// All that Marten would else choose by itself; its ids are sequential, and ours hide what is committed to.
    /// </summary>
    private static void Describe(IEvent recorded, NewFact fact)
    {
        recorded.Id = fact.Id;
        recorded.EventTypeName = fact.Type;
        recorded.DotNetTypeName = null!; // the name outlives every class
        recorded.Timestamp = CanonicalMoment.Truncate(fact.At);
        recorded.CausationId = fact.Causation?.ToString();
        recorded.CorrelationId = fact.Correlation?.ToString();
        recorded.Headers = fact.Headers.ToJson().ToDictionary(header => header.Key, header => (object)header.Value!);
    }

    /// <summary>Marten found another version, or two found the same one and the index let one of them in.</summary>
    private static bool AnotherWasFirst(Exception e) =>
        e is ConcurrencyException
        || (e as PostgresException
            ?? e.InnerException as PostgresException) is { SqlState: PostgresErrorCodes.UniqueViolation };
}
