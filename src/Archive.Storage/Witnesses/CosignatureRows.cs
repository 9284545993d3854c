using Archive.Evidence.Notes;
using Archive.Storage.Postgres;

namespace Archive.Storage.Witnesses;

/// <summary>Why a witness did not cosign; the words of column `log_witness.trouble`.</summary>
public enum WitnessFailure
{
    NoAnswer,

    /// <summary>It does not know our log or our key.</summary>
    Refused,

    /// <summary>It saw another log under our name, or a longer one.</summary>
    Contradicted,
}

/// <summary>The tables of cosignatures and witnesses, within a transaction of one tenant.</summary>
internal sealed class CosignatureRows(TenantTransaction transaction)
{
    /// <returns>
    /// Witnesses (vkeys) and their lines under the checkpoint of that origin and size, by name of the witness.
    /// </returns>
    public Task<IReadOnlyList<(string Witness, string Line)>> Under(Checkpoint head, CancellationToken ct) =>
        transaction.Query(
            """
            SELECT witness, line FROM archive.log_cosignature WHERE tenant_id = $1 AND origin = $2 AND size = $3
            ORDER BY witness
            """,
            row => (row.GetString(0), row.GetString(1)), ct, transaction.Tenant, head.Origin, (long)head.Size);

    /// <returns>Size of the largest checkpoint the witness cosigned; 0 if none.</returns>
    public async Task<ulong> LastSize(string origin, NoteKey witness, CancellationToken ct)
    {
        return (ulong)await transaction.Scalar<long>(
            """
            SELECT coalesce(max(size), 0) FROM archive.log_cosignature WHERE tenant_id = $1 AND origin = $2
            AND witness = $3
            """,
            ct, transaction.Tenant, origin, witness.ToString());
    }

    public Task Add(
        Checkpoint head,
        NoteKey witness,
        NoteSignature line,
        DateTimeOffset cosignedAt,
        DateTimeOffset now,
        CancellationToken ct) =>
        transaction.Run(
            """
            INSERT INTO archive.log_cosignature (tenant_id, origin, size, witness, line, cosigned_at, kept_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            """,
            ct, transaction.Tenant, head.Origin, (long)head.Size, witness.ToString(), line.Line(), cosignedAt
                .UtcDateTime, now.UtcDateTime);

    /// <summary>
    /// Writes how it stands. A contradiction stays until the witness cosigns again, whatever it answers meanwhile.
    /// </summary>
    /// <param name="cosigned">What it cosigned now; null if nothing.</param>
    public Task RecordReply(
        NoteKey witness, (ulong Size, DateTimeOffset At)? cosigned, WitnessFailure? trouble, DateTimeOffset now,
        CancellationToken ct) =>
        transaction.Run(
            """
            INSERT INTO archive.log_witness AS w (tenant_id, witness, asked_at, cosigned_size, cosigned_at,
                waiting_since, trouble)
            VALUES ($1, $2, $3, $4, $5, CASE WHEN $4::bigint IS NULL THEN $3 END, $6)
            ON CONFLICT (tenant_id, witness) DO UPDATE SET
                asked_at = excluded.asked_at,
                cosigned_size = coalesce(excluded.cosigned_size, w.cosigned_size),
                cosigned_at = coalesce(excluded.cosigned_at, w.cosigned_at),
                waiting_since = CASE WHEN excluded.cosigned_size IS NULL THEN coalesce(w.waiting_since,
                  excluded.waiting_since) END,
                trouble = CASE WHEN w.trouble = 'Contradicted'
                  AND excluded.cosigned_size IS NULL THEN w.trouble ELSE excluded.trouble END
            """,
            ct, transaction.Tenant, witness.ToString(), now.UtcDateTime, (long?)cosigned?.Size, cosigned?.At
                .UtcDateTime, trouble?.ToString());

    /// <summary>Forgets how it stands with witnesses that are asked no more; what they cosigned stays.</summary>
    public Task Only(IEnumerable<NoteKey> witnesses, CancellationToken ct) => transaction.Run(
        "DELETE FROM archive.log_witness WHERE tenant_id = $1 AND witness <> ALL ($2)",
        ct, transaction.Tenant, witnesses.Select(witness => witness.ToString()).ToArray());
}
