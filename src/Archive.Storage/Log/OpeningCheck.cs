using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Storage.Log;

/// <summary>
/// A log that was opened after a restore begins with what names the log before, and that is one of ours.
/// </summary>
internal sealed class OpeningCheck(TenantTransaction transaction, LogRows log, LogKeys keys)
{
    public async Task Compare(LogOpening opening, Action<LogFinding> add, CancellationToken ct)
    {
        if (await NamedByFirst(opening.Fact, ct) != Digest.Of(opening.Before).ToString())
        {
            add(new(
                LogFindingKind.CheckpointDiffers,
                Sentences.Of("storage.opening-fact"), 0, opening
                    .Fact));
        }

        var before = Sentences.Of("storage.checkpoint-of-log-before");
        try
        {
            if (keys.Open(SignedNote.Parse(opening.Before)) is not { } head || head.Log >= log.Number)
                add(
                    new(
                        LogFindingKind.CheckpointDiffers,
                        Sentences.Of("storage.opening-not-signed", before, log.Tenant)));
        }
        catch (FormatException e)
        {
            add(new(LogFindingKind.CheckpointDiffers, Sentences.Of("storage.cannot-be-read", before, Sentence.Of(e))));
        }
    }

    private Task<string?> NamedByFirst(Guid fact, CancellationToken ct) => transaction.Scalar<string>(
        """
        SELECT e.data->>'note' FROM archive.log_leaf l JOIN archive.mt_events e ON e.id = l.event_id
        WHERE l.tenant_id = $1 AND l.log = $2 AND l.leaf = 0 AND l.event_id = $3
        """,
        ct, log.Tenant, log.Number, fact);
}
