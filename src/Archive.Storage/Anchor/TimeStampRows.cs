using System.Security.Cryptography.X509Certificates;
using Archive.Evidence;
using Archive.Evidence.Cms;
using Archive.Storage.Postgres;
using NpgsqlTypes;

namespace Archive.Storage.Anchor;

/// <summary>A token as it is kept.</summary>
/// <param name="Size">Of the anchor checkpoint it is over.</param>
/// <param name="Authority">Its address.</param>
/// <param name="Path">Certificates in DER, from the signer's to the root's.</param>
/// <param name="Renews">The token that it makes last longer, if any.</param>
/// <param name="ValidUntil">When the first certificate of the path expires: before then it must be renewed.</param>
/// <param name="ObtainedAt">By our own clock.</param>
public sealed record StoredToken(
    ulong Size, string Authority, TimeStampToken Token, IReadOnlyList<byte[]> Path, Digest? Renews,
    DateTimeOffset ValidUntil,
    DateTimeOffset ObtainedAt)
{
    public static StoredToken Of(
        ulong size, string authority, TimeStampToken token, IReadOnlyList<X509Certificate2> path, Digest? renews,
        DateTimeOffset now) => new(
        size, authority, token, [.. path.Select(c => c.RawData)], renews,
        path.Min(c => new DateTimeOffset(c.NotAfter.ToUniversalTime())), now);
}

/// <summary>What an issuer said of a certificate's revocation, or why there is nothing.</summary>
/// <param name="Certificate">Place on the token's path; the last has none, being trusted as it is.</param>
public sealed record RevocationData(int Certificate, byte[]? Crl, string? Absent);

/// <summary>The tables of tokens, within a transaction.</summary>
internal sealed class TimeStampRows(TenantTransaction transaction)
{
    private const string Columns = "t.size, t.authority, t.token, t.path, t.renews, t.valid_until, t.obtained_at";

    public async Task Add(StoredToken kept, IReadOnlyList<RevocationData> revocation, CancellationToken ct)
    {
        await Run(
            """
            INSERT INTO archive.anchor_token (digest, size, authority, token, path, renews, policy, stamped_at,
                valid_until, obtained_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [kept.Token.Digest.ToBytes(), (long)kept.Size, kept.Authority, kept.Token.Der, kept.Path.ToArray(), kept
                .Renews?
                .ToBytes(), kept.Token.Policy],
            [kept.Token.ExistedBy, kept.ValidUntil, kept.ObtainedAt],
            ct);
        foreach (var data in revocation)
        {
            await Run(
                """
                INSERT INTO archive.anchor_revocation (digest, certificate, crl, absent, fetched_at)
                VALUES ($1, $2, $3, $4, $5)
                """,
                [kept.Token.Digest.ToBytes(), data.Certificate, data.Crl, data.Absent],
                [kept.ObtainedAt],
                ct);
        }
    }

    /// <summary>
    /// The token of an authority that covers most of the anchor log, the newest of those; null before the first.
    /// </summary>
    public async Task<StoredToken?> Newest(string authority, CancellationToken ct) => (await All(
        $"""
         SELECT {Columns} FROM archive.anchor_token t WHERE authority = $1 AND renews IS NULL
         ORDER BY size DESC, obtained_at DESC LIMIT 1
         """,
        ct, authority)).FirstOrDefault();

    /// <summary>Tokens nobody renewed that expire between two moments, the first to expire first.</summary>
    public Task<IReadOnlyList<StoredToken>> Expiring(
        DateTimeOffset from,
        DateTimeOffset to,
        int most,
        CancellationToken ct) => All(
        $"""
         SELECT {Columns} FROM archive.anchor_token t
         WHERE valid_until > $1 AND valid_until <= $2
             AND NOT EXISTS (SELECT FROM archive.anchor_token r WHERE r.renews = t.digest)
         ORDER BY valid_until, digest LIMIT $3
         """,
        ct, from.UtcDateTime, to.UtcDateTime, most);

    /// <summary>Every token, in the order they came.</summary>
    public Task<IReadOnlyList<StoredToken>> Everything(CancellationToken ct) =>
        All($"SELECT {Columns} FROM archive.anchor_token t ORDER BY obtained_at, digest", ct);

    public Task<IReadOnlyList<RevocationData>> Revocation(Digest token, CancellationToken ct) => transaction.Query(
        "SELECT certificate, crl, absent FROM archive.anchor_revocation WHERE digest = $1 ORDER BY certificate",
        row => new RevocationData(
            row.GetInt32(0),
            row.BytesOrNull(1),
            row.TextOrNull(2)),
        ct, token.ToBytes());

    private Task<IReadOnlyList<StoredToken>> All(string sql, CancellationToken ct, params object[] values) =>
        transaction.Query(
            sql,
            row => new StoredToken(
                (ulong)row.GetInt64(0),
                row.GetString(1),
                Read(row.GetFieldValue<byte[]>(2)),
                row.GetFieldValue<byte[][]>(3),
                row.IsDBNull(4) ? null : Digest.From(row.GetFieldValue<byte[]>(4)),
                row.GetFieldValue<DateTimeOffset>(5),
                row.GetFieldValue<DateTimeOffset>(6)),
            ct, values);

    private static TimeStampToken Read(byte[] token)
    {
        try
        {
            return TimeStampToken.Read(token);
        }
        catch (FormatException e)
        {
            throw Sentences.Fault(e, "storage.time-stamp-altered", Digest.Of(token), Sentence.Of(e));
        }
    }

    private async Task Run(string sql, object?[] values, DateTimeOffset[] moments, CancellationToken ct)
    {
        await using var command = transaction.Command(sql, values);
        foreach (var moment in moments)
            command.Parameters.Add(new() { Value = moment.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(ct);
    }
}
