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
                "the log does not begin with the fact that names the last checkpoint of the log before.", 0, opening
                    .Fact));
        }

        const string before = "the last checkpoint of the log before";
        try
        {
            if (keys.Open(SignedNote.Parse(opening.Before)) is not { } head || head.Log >= log.Number)
                add(
                    new(
                        LogFindingKind.CheckpointDiffers,
                        $"{before} is not signed by an earlier log of {log.Tenant}."));
        }
        catch (FormatException e)
        {
            add(new(LogFindingKind.CheckpointDiffers, $"{before} cannot be read: {e.Message}"));
        }
    }

    private Task<string?> NamedByFirst(Guid fact, CancellationToken ct) => transaction.Scalar<string>(
        """
        SELECT e.data->>'note' FROM archive.log_leaf l JOIN archive.mt_events e ON e.id = l.event_id
        WHERE l.tenant_id = $1 AND l.log = $2 AND l.leaf = 0 AND l.event_id = $3
        """,
        ct, log.Tenant, log.Number, fact);
}
