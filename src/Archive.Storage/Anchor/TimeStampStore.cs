using Archive.Evidence;
using Archive.Evidence.Cms;
using Archive.Evidence.Notes;
using Archive.Storage.Postgres;

namespace Archive.Storage.Anchor;

/// <summary>The time-stamps of the anchor log, kept for ever beside it.</summary>
public sealed class TimeStampStore(SequencerDatabase database, TimeProvider clock)
{
    /// <summary>Keeps a token with what proves its signer; it was verified by whoever asked for it.</summary>
    public async Task Keep(StoredToken token, IReadOnlyList<RevocationData> revocation, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        await new TimeStampRows(transaction).Add(token, revocation, ct);
        await transaction.Commit(ct);
    }

    /// <summary>The token of an authority that covers most of the anchor log; null before the first.</summary>
    public async Task<StoredToken?> Newest(string authority, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        return await new TimeStampRows(transaction).Newest(authority, ct);
    }

    /// <summary>
    /// Tokens that expire before a moment, have not yet, and were not renewed; the first to expire first.
    /// </summary>
    public async Task<IReadOnlyList<StoredToken>> Expiring(DateTimeOffset before, int most, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        return await new TimeStampRows(transaction).Expiring(clock.GetUtcNow(), before, most, ct);
    }

    /// <summary>What was kept beside a token of its certificates' revocation.</summary>
    public async Task<IReadOnlyList<RevocationData>> Revocation(Digest token, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        return await new TimeStampRows(transaction).Revocation(token, ct);
    }

    /// <summary>The stream in which the tenant records what came of an authority; made on first use.</summary>
    public async Task<Guid> StreamOf(string authority, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        await transaction.Run(
            """
            INSERT INTO archive.anchor_stream (tenant_id, authority, stream) VALUES ($1, $2, $3)
            ON CONFLICT DO NOTHING
            """,
            ct, transaction.Tenant, authority, Ids.New());
        var stream = await transaction.Scalar<Guid>(
            "SELECT stream FROM archive.anchor_stream WHERE tenant_id = $1 AND authority = $2",
            ct, transaction.Tenant, authority);
        await transaction.Commit(ct);
        return stream;
    }

    /// <summary>
    /// What a renewal is over: SHA-256(token ‖ text of an anchor checkpoint), as in RFC 4998 a newer hash over both.
    /// </summary>
    public static Digest RenewalImprint(TimeStampToken token, SignedNote anchorCheckpoint) =>
        Digest.Of([.. token.Der, .. System.Text.Encoding.UTF8.GetBytes(anchorCheckpoint.Text)]);
}
