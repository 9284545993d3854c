using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Keys;
using Archive.Records;
using Archive.Requests;
using Archive.Retention.Destruction;
using Archive.Storage.Anchor;
using Archive.Storage.Facts;
using Archive.Storage.Log;
using Archive.Storage.Postgres;

namespace Archive.Restore;

/// <summary>Where a restore is. Broken off at any of them, it is simply done again.</summary>
public enum RestoreStep
{
    Destroying,
    Comparing,
    NamingOldLog,
    OpeningLog,
    Sequencing,
    Recording,
    Signing,
    Rebuilding,
    Verifying,
}

/// <summary>What a restore came to.</summary>
/// <param name="Destroyed">Destructions carried out again.</param>
/// <param name="Lost">
/// The end that the log before had and the database has not; null if nothing signed was lost.
/// </param>
/// <param name="Unsigned">
/// Facts of the back-up that no checkpoint in it covers: nothing signed vouches for them.
/// </param>
/// <param name="Anchored">Leaves of the anchor log that were put back from outside the database.</param>
/// <param name="TakenIn">Facts that the readable records were made from.</param>
/// <param name="Unreadable">Versions that those facts captured and that cannot be read: their objects are lost.</param>
/// <param name="IsServed">
/// Hosts start again: the log is in order, or an officer took it as it is. Otherwise an officer decides.
/// </param>
public sealed record RestoreReport(
    int Destroyed, LostEnd? Lost, long Unsigned, int TakenIn, LostUnits Sealed, SignedNote? Checkpoint,
    int Anchored, LogVerificationResult Verdict, IReadOnlyList<UnreadableVersion> Unreadable, bool IsServed);

/// <summary>
/// Makes databases that were put back from a back-up fit to be served: destroys again what was destroyed, opens a new
/// log if the end of the old one is lost, makes readable records anew, and checks all of it (docs/decisions/0066).
/// </summary>
public sealed class ArchiveRestore(
    PerishableDatabase perishable, EventStore events, RecordDestruction destruction, NewLog newLog, LogReader log,
    Sequencer sequencer, Checkpoints checkpoints, RecordProjection projection, RequestRegister register,
    LostSecrets secrets, RecordCompleteness completeness, UnfinishedRestore unfinished,
    OutsideCheckpoint outside, AnchorLog anchors, TimeProvider clock)
{
    private static readonly string Opening = Facts.NameOf(typeof(LogOpened));

    /// <param name="progress">Told what comes next.</param>
    /// <exception cref="FaultException">What was put back is not what was signed, or someone serves it.</exception>
    public async Task<Outcome<RestoreReport>> Restore(
        RestoreArchive asked, IProgress<RestoreStep> progress, CancellationToken ct)
    {
        if (RestoreArchive.Decide(asked) is { } refused)
            return refused;
        await using var hold = await ServingLock.Alone(perishable, ct) ?? throw Sentences.Fault(
            "restore.served", events.Tenant);
        unfinished.Begin(clock.GetUtcNow());

        progress.Report(RestoreStep.Destroying);
        var destroyed = await destruction.Resume(ct);
        await LastAnswers.ForgetAll(perishable, ct);
        progress.Report(RestoreStep.Comparing);
        var lost = await newLog.FindLostEnd(ct);
        var unsigned = lost is null ? 0 : await MustBeWhatWasSigned(ct);
        if (lost is not null)
            await Open(lost, asked, progress, ct);

        progress.Report(RestoreStep.Sequencing);
        await sequencer.Drain(ct);
        var sealedForEver = await secrets.Find(ct);
        await register.Skip(sealedForEver.Numbers, ct);
        progress.Report(RestoreStep.Recording);
        var restore = await Record(asked, destroyed, sealedForEver, ct);
        await sequencer.Drain(ct);
        progress.Report(RestoreStep.Signing);
        var checkpoint = await checkpoints.Sign(ct);
        var anchored = await anchors.PutBack(ct);

        progress.Report(RestoreStep.Rebuilding);
        var taken = await projection.Rebuild(ct);
        progress.Report(RestoreStep.Verifying);
        var verdict = await log.Verify(outside.Read(), ct);
        var missing = await completeness.Look(ct);
        if (!verdict.Holds && asked.AcceptFindings)
            await Append([new FindingsAccepted(restore, verdict.Found, asked.Officer.Id)], asked, ct);
        var served = verdict.Holds || asked.AcceptFindings;
        if (served)
            unfinished.End();
        return new RestoreReport(
            destroyed, lost, unsigned, taken, sealedForEver, checkpoint, anchored, verdict, missing.Unreadable, served);
    }

    /// <summary>A new log vouches for every fact there is: so first the old one must, as far as it is there.</summary>
    /// <returns>How many facts no checkpoint in the database covers.</returns>
    private async Task<long> MustBeWhatWasSigned(CancellationToken ct)
    {
        var left = await log.VerifyWhatIsLeft(ct);
        if (!left.Holds)
        {
            throw Sentences.Fault("restore.not-what-was-signed", events.Tenant, left.Findings[0].What, left.Found);
        }

        var last = await log.LastCheckpoint(ct);
        return (long)left.Size + left.Waiting - (last is null ? 0 : (long)Checkpoint.Parse(last.Text).Size);
    }

    private async Task Open(LostEnd lost, RestoreArchive asked, IProgress<RestoreStep> progress, CancellationToken ct)
    {
        progress.Report(RestoreStep.NamingOldLog);
        var note = Digest.Of(lost.Note.ToBytes());
        var opened = new LogOpened(
            lost.Next, lost.Log, (long)lost.Head.Size, lost.Head.Root, note, (long)lost.Left, asked.Reason, asked
                .Officer
                .Id);
        // A restore that was broken off between the two has left its fact; it names the same checkpoint.
        var named = (await events.OfType(Opening, ct)).LastOrDefault(
            f => Facts.ReadOrNull(f) is LogOpened o && (o.Log, o.Note) == (lost.Next, note));
        var first = named?.Id ?? await Append([opened], asked, ct);
        progress.Report(RestoreStep.OpeningLog);
        await newLog.Open(lost, first, ct);
    }

    /// <summary>With the units that are lost in the same stream: `verify` knows from them that nobody did it.</summary>
    /// <returns>Id of the restore.</returns>
    private async Task<Guid> Record(RestoreArchive asked, int destroyed, LostUnits lost, CancellationToken ct)
    {
        var restore = Ids.New();
        await Append(
            [
                new ArchiveRestored(
                    restore, asked.Reason, await events.CurrentLog(ct), destroyed, lost.Records.Count,
                    lost.Requests.Count, asked.Officer.Id),
                .. UnitsLost.Of(UnitLoss.DatabasePutBack, lost.Units, asked.Officer.Id),
            ],
            asked,
            ct);
        return restore;
    }

    /// <returns>Id of the first of them.</returns>
    private async Task<Guid> Append(IReadOnlyList<IFact> what, RestoreArchive asked, CancellationToken ct)
    {
        var facts = what.Select(fact => Facts.New(fact, clock.GetUtcNow(), asked.Officer.Id)).ToList();
        return await events.Append([new(Ids.New(), 0, facts)], ct)
            ? facts[0].Id
            : throw Sentences.Fault("restore.not-recorded");
    }
}
