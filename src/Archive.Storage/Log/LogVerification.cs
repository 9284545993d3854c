using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Storage.Log;

/// <summary>One check of one log of a tenant, from the rows of its facts up to its checkpoints.</summary>
/// <param name="verified">What was verified before and may be passed by; null for a check of everything.</param>
internal sealed class LogVerification(
    TenantTransaction transaction, LogRows log, LogKeys keys, LogFindings findings, VerifiedLog? verified = null)
{
    private readonly Tenant tenant = log.Tenant;

    /// <summary>Of the log that facts go into: every fact is in it, and the checkpoint outside agrees.</summary>
    public async Task<LogVerificationResult> RunCurrent(SignedNote? outside, CancellationToken ct)
    {
        // The log may grow meanwhile. Each step sees at least what the one before it saw, and looks no further.
        var outsideIs = Sentences.Of("storage.checkpoint-outside");
        var notes = await Checkpoints(ct);
        if (outside is not null && Head(outsideIs, () => outside) is { } kept)
            notes.Add((outsideIs, kept));
        else if (outside is null && (notes.Count > 0 || log.Number > 1))
            Add(
                new(
                    LogFindingKind.CheckpointDiffers,
                    Sentences.Of("storage.no-outside", outsideIs)));
        if (verified is not null)
            notes.Add((Sentences.Of("storage.head-before"), new(
                keys.Origin(log.Number),
                verified.Size,
                verified.Root)));
        var result = await RunCurrent(notes, ct);
        await RowsAndStreams(ct);
        return result;
    }

    /// <summary>Of the log that facts went into when the back-up was made that the database is from.</summary>
    public async Task<LogVerificationResult> RunBehind(CancellationToken ct) =>
        await RunCurrent(await Checkpoints(ct), ct);

    /// <summary>Of a log that another came after: what the restore left of it is in order.</summary>
    public async Task RunBefore(CancellationToken ct) => await Run(await Checkpoints(ct), ct);

    private async Task<LogVerificationResult> RunCurrent(
        List<(Sentence Where, Checkpoint Head)> notes,
        CancellationToken ct)
    {
        var leaves = await Run(notes, ct);
        await FactsOutside(ct);
        return new LogVerificationResult(
            leaves.Tree.Size,
            Digest.From(leaves.Tree.Root()),
            await Waiting(ct),
            findings.First,
            findings.Found,
            leaves.Read);
    }

    private async Task<LeafPass> Run(List<(Sentence Where, Checkpoint Head)> notes, CancellationToken ct)
    {
        var leaves = new LeafPass(transaction, log, [.. notes.Select(note => note.Head.Size)], Add);
        await leaves.Run(verified, ct);
        Compare(notes, leaves);
        if (await log.Opening(ct) is { } opening)
            await new OpeningCheck(transaction, log, keys).Compare(opening, Add, ct);
        return leaves;
    }

    /// <summary>Every checkpoint that can be read and is signed by the log; the others are findings.</summary>
    private async Task<List<(Sentence Where, Checkpoint Head)>> Checkpoints(CancellationToken ct)
    {
        var heads = new List<(Sentence, Checkpoint)>();
        foreach (var (size, bytes) in await log.Checkpoints(ct))
        {
            var where = Sentences.Of("storage.checkpoint-filed", size);
            if (Head(where, () => SignedNote.Parse(bytes)) is not { } head)
                continue;
            if (head.Size == size)
                heads.Add((where, head));
            else
                Add(new(LogFindingKind.CheckpointDiffers, Sentences.Of(
                    "storage.checkpoint-of-size", where, head.Size)));
        }

        return heads;
    }

    private Checkpoint? Head(Sentence where, Func<SignedNote> read)
    {
        try
        {
            if (keys.Open(read()) is { } head && head.Log == log.Number)
                return head.Head;
            Add(new(LogFindingKind.CheckpointDiffers, Sentences.Of(
                "storage.checkpoint-signer", where, keys.Origin(log.Number))));
        }
        catch (FormatException e)
        {
            Add(new(LogFindingKind.CheckpointDiffers, Sentences.Of("storage.cannot-be-read", where, Sentence.Of(e))));
        }

        return null;
    }

    private void Compare(List<(Sentence Where, Checkpoint Head)> notes, LeafPass leaves)
    {
        var good = 0UL;
        foreach (var (where, head) in notes.OrderBy(note => note.Head.Size))
        {
            if (leaves.Roots.TryGetValue(head.Size, out var root) && root == head.Root)
                good = head.Size;
            else if (verified is not null && verified.PassesBy(head.Size) && !leaves.Roots.ContainsKey(head.Size))
                continue; // lies in leaves skipped this time; a later check reads them
            else if (head.Size > leaves.Tree.Size)
                Add(new(
                    LogFindingKind.CheckpointDiffers,
                    Sentences.Of("storage.checkpoint-size", where, head.Size, leaves.Tree.Size)));
            else
                Add(new(LogFindingKind.CheckpointDiffers, Sentences.Of(
                    "storage.checkpoint-other-leaves", where, good)));
        }
    }

    private async Task FactsOutside(CancellationToken ct)
    {
        // Every fact is looked for. Without fresh statistics the planner goes through all leaves for each of them.
        await Nested("off", ct);
        await FindFactsOutside(ct);
        await Nested("on", ct);
    }

    private Task Nested(string loops, CancellationToken ct) =>
        transaction.Run("SELECT set_config('enable_nestloop', $1, true)", ct, loops);

    private async Task FindFactsOutside(CancellationToken ct)
    {
        await using var query = transaction.Command(
            """
            SELECT e.id, e.stream_id, e.version FROM archive.mt_events e
            WHERE e.tenant_id = $1
              AND NOT EXISTS (SELECT FROM archive.log_leaf l
                WHERE l.tenant_id = $1 AND l.log = $2 AND l.event_id = e.id)
              AND NOT EXISTS (SELECT FROM archive.log_inbox i WHERE i.tenant_id = $1 AND i.seq_id = e.seq_id)
              AND NOT EXISTS (SELECT FROM archive.log_set_aside a WHERE a.tenant_id = $1 AND a.seq_id = e.seq_id)
            """,
            transaction.Tenant, log.Number);
        query.CommandTimeout = 0;
        await using var rows = await query.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (fact, stream, version) = (rows.GetGuid(0), rows.GetString(1), rows.GetInt64(2));
            Add(new(
                LogFindingKind.FactNotInLog,
                Sentences.Of("storage.fact-not-logged", fact, stream, version),
                null, fact, Guid.TryParse(stream, out var id) ? id : null, version));
        }
    }

    /// <summary>
    /// What is beside the log: rows that it passed by, and streams whose version is what writers go by.
    /// </summary>
    private async Task RowsAndStreams(CancellationToken ct)
    {
        foreach (var row in await SetAsideRows.Findings(transaction, ct))
            Add(row);
        // One statement sees streams and facts as of one moment.
        await using var query = transaction.Command(
            """
            SELECT id, s.version, coalesce(e.facts, 0), coalesce(e.last, 0)
            FROM (SELECT id, version FROM archive.mt_streams WHERE tenant_id = $1) s
            FULL JOIN (
                SELECT stream_id AS id, max(version) AS last, count(*) AS facts
                FROM archive.mt_events WHERE tenant_id = $1 GROUP BY stream_id) e USING (id)
            WHERE s.version IS DISTINCT FROM coalesce(e.last, 0) OR e.facts <> e.last
            """,
            transaction.Tenant);
        query.CommandTimeout = 0;
        await using var rows = await query.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (stream, version) = (rows.IsDBNull(0) ? "NULL" : rows.GetString(0), rows.ValueOrNull<long>(1));
            var (facts, last) = (rows.GetInt64(2), rows.GetInt64(3));
            var what = version is { } stands
                ? Sentences.Of("storage.stream-differs", stream, stands, facts, last)
                : Sentences.Of("storage.stream-missing", stream, facts);
            Add(new(LogFindingKind.StreamDiffers, what, Stream: Guid.TryParse(stream, out var id) ? id : null));
        }
    }

    private Task<long> Waiting(CancellationToken ct) => transaction.Scalar<long>(
        "SELECT count(*) FROM archive.log_inbox WHERE tenant_id = $1",
        ct, transaction.Tenant);

    private void Add(LogFinding finding) => findings.Add(
        log.Number == 1
            ? finding
            : finding with { What = Sentences.Of("storage.of-log", keys.Origin(log.Number), finding.What) });
}
