using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Postgres;

namespace Archive.Storage.Witnesses;

/// <summary>
/// Has our checkpoints cosigned by witnesses, and keeps what they say. A witness that does not answer is waited for and
/// holds nothing up; one that saw another log under our name is a Fault (docs/decisions/0081).
/// </summary>
/// <param name="keys">The keys our logs are signed with.</param>
/// <param name="witnesses">Path of the file that says whom to ask; read each time.</param>
/// <param name="contradictions">Directory for signed checkpoints that contradict ours.</param>
/// <param name="http">Made by <see cref="Client"/>.</param>
public sealed class Witnessing(
    SequencerDatabase database, LogKeys keys, string witnesses, string contradictions,
    HttpClient http, TimeProvider clock)
{
    /// <summary>
    /// For asking witnesses: patient for seconds, follows nobody elsewhere, takes in no large answer.
    /// </summary>
    public static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = AddCheckpoint.MostBytes,
    };

    /// <summary>Asks each witness that has not cosigned the newest checkpoint, all at once.</summary>
    /// <exception cref="FaultException">
    /// A witness saw what our log does not continue; the others were asked all the same.
    /// </exception>
    public async Task Ask(CancellationToken ct)
    {
        if (await Newest(ct) is { } checkpoint)
            await Ask(checkpoint, ct);
    }

    /// <summary>Asks each witness to cosign a checkpoint just signed, all at once.</summary>
    /// <returns>The whole note: ours, and the line of each witness that cosigned it.</returns>
    /// <exception cref="FaultException">
    /// A witness saw what our log does not continue; the others were asked all the same.
    /// </exception>
    public async Task<SignedNote> Ask(SignedNote checkpoint, CancellationToken ct)
    {
        var head = Checkpoint.Parse(checkpoint.Text);
        var known = KnownWitness.ReadFile(witnesses);
        var faults = await Task.WhenAll(known.Select(witness => Ask(witness, checkpoint, head, ct)));
        await using (var transaction = await database.Begin(ct))
        {
            await new CosignatureRows(transaction).Only(known.Select(witness => witness.Key), ct);
            await transaction.Commit(ct);
        }

        return faults.FirstOrDefault(fault => fault is not null) is { } found
            ? throw new FaultException(found)
            : await Whole(checkpoint, ct);
    }

    /// <summary>
    /// A checkpoint as it is handed out: our note, and below it the line of each witness that cosigned it.
    /// </summary>
    /// <exception cref="FaultException">A line that was kept does not hold: the table was changed.</exception>
    public async Task<SignedNote> Whole(SignedNote checkpoint, CancellationToken ct)
    {
        var head = Checkpoint.Parse(checkpoint.Text);
        await using var transaction = await database.Begin(ct);
        var lines = new List<NoteSignature>();
        foreach (var (witness, line) in await new CosignatureRows(transaction).Under(head, ct))
        {
            lines.Add(Line(checkpoint, witness, line)
                ?? throw Sentences.Fault("storage.cosignature-altered", witness, head.Origin, head.Size));
        }

        return new SignedNote(checkpoint.Text, [.. checkpoint.Signatures, .. lines]);
    }

    private static NoteSignature? Line(SignedNote checkpoint, string witness, string line)
    {
        try
        {
            var cosigned = SignedNote.Parse(StrictText.ToUtf8($"{checkpoint.Text}\n{line}"));
            return cosigned.Signatures is [var one] && Cosigner.TimeOf(cosigned, NoteKey.Parse(witness)) is not null
                ? one
                : null;
        }
        catch (FormatException)
        {
            return null; // which its caller tells
        }
    }

    /// <returns>What is wrong, if the witness contradicts us; null else.</returns>
    private async Task<Sentence?> Ask(
        KnownWitness witness, SignedNote checkpoint, Checkpoint head, CancellationToken ct)
    {
        var last = await Read(rows => new CosignatureRows(rows).LastSize(head.Origin, witness.Key, ct), ct);
        if (last >= head.Size)
            return null;

        var client = new WitnessClient(http, witness, clock);
        var reply = await client.Ask(checkpoint, last, old => Consistency(head, old, ct), ct);
        var fault = reply is WitnessReply.NotContinued { Size: var larger }
            ? await Contradiction(witness, client, head, larger, ct)
            : null;
        await RecordReply(witness, head, reply, fault is not null, ct);
        return fault;
    }

    private async Task RecordReply(
        KnownWitness witness,
        Checkpoint head,
        WitnessReply reply,
        bool contradicted,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.Begin(ct);
        var rows = new CosignatureRows(transaction);
        if (reply is WitnessReply.Cosigned(var line, var at))
        {
            await rows.Add(head, witness.Key, line, at, now, ct);
            await rows.RecordReply(witness.Key, (head.Size, at), null, now, ct);
        }
        else
        {
            var trouble = contradicted ? WitnessFailure.Contradicted
                : reply is WitnessReply.Refused ? WitnessFailure.Refused
                : WitnessFailure.NoAnswer;
            await rows.RecordReply(witness.Key, null, trouble, now, ct);
        }

        await transaction.Commit(ct);
    }

    /// <summary>
    /// A witness says that our log is not what it was. We look at what it saw: signed by our key it is proof against
    /// us; if it does agree with our log, the witness is mistaken and this is no more than no answer.
    /// </summary>
    /// <returns>What is wrong; null if nothing is.</returns>
    private async Task<Sentence?> Contradiction(
        KnownWitness witness, WitnessClient client, Checkpoint ours, ulong? larger, CancellationToken ct)
    {
        // Another host may have signed, and had cosigned, a newer one meanwhile.
        if (await Newest(ct) is { } newest && Checkpoint.Parse(newest.Text) is var head && head.Origin == ours.Origin
            && head.Size > ours.Size
            && head.Size >= larger)
            return null;

        var seen = await client.Latest(ours.Origin, ct);
        if (seen is null || keys.Open(seen)?.Head is not { } theirs || theirs.Origin != ours.Origin)
        {
            return Sentences.Of("storage.witness-hides", witness.Key.Name, ours.Origin, ours.Size);
        }

        if (theirs.Size <= ours.Size && theirs.Root == await Root(ours, theirs.Size, ct))
            return null;

        DurableFile.CreateDirectory(contradictions);
        var kept = Path.Combine(contradictions, $"{Digest.Of(seen.ToBytes())}.checkpoint");
        DurableFile.WriteNew(kept, seen.ToBytes());
        return theirs.Size > ours.Size
            ? Sentences.Of("storage.log-cut-off", ours.Origin, ours.Size, witness.Key.Name, theirs.Size, kept)
            : Sentences.Of("storage.log-two-faces", ours.Origin, theirs.Size, witness.Key.Name, kept);
    }

    private Task<SignedNote?> Newest(CancellationToken ct) => Read(
        async rows => await (await LogRows.OfCurrent(rows, ct)).LastCheckpoint(ct) is { } note
            ? SignedNote.Parse(note)
            : null, ct);

    private Task<IReadOnlyList<byte[]>> Consistency(Checkpoint head, ulong old, CancellationToken ct) =>
        Read(rows => new ProofBuilder(new DatabaseTiles(Log(rows, head)), head.Size).Consistency(old, ct), ct);

    private Task<Digest> Root(Checkpoint head, ulong size, CancellationToken ct) => Read(
        async rows => Digest.From(
            await new ProofBuilder(new DatabaseTiles(Log(rows, head)), Math.Min(size, head.Size)).Root(ct)), ct);

    private LogRows Log(TenantTransaction transaction, Checkpoint head) =>
        new(transaction, keys.LogOf(head.Origin)
            ?? throw Sentences.Fault("storage.not-a-log-of-ours", head.Origin, database.Tenant));

    private async Task<T> Read<T>(Func<TenantTransaction, Task<T>> query, CancellationToken ct)
    {
        await using var transaction = await database.Begin(ct);
        return await query(transaction);
    }
}
