using Archive.Health;
using Archive.Storage.Log;
using Archive.Storage.Vault;

namespace Archive.Integrity;

/// <summary>What a verification is at.</summary>
public enum VerificationStep
{
    Log,
    Facts,
    Objects,

    /// <summary>Objects that no fact names.</summary>
    UnnamedObjects,
}

/// <summary>What a verification does at a moment, for people who wait.</summary>
/// <param name="Of">How many there are in all; null where that is not known.</param>
public sealed record VerificationProgress(VerificationStep Step, long Done, long? Of);

/// <param name="Named">Objects that facts name, in all.</param>
/// <param name="Unnamed">
/// Objects in the vault that no fact names: what a visit that died had kept. Looked at in a whole pass only.
/// </param>
/// <param name="Resumed">When the pass that was gone on with began; null if none was broken off.</param>
public sealed record ArchiveVerificationResult(
    LogVerificationResult Log, ScrubCounts Kept, long Named, long Unnamed, DateTimeOffset? Resumed,
    IReadOnlyList<Finding> Findings, IReadOnlyList<RecordedFinding> Open)
{
    /// <summary>
    /// Nothing is amiss. Facts of another program, and what platforms did with an id, are told of and are no damage.
    /// </summary>
    public bool Holds =>
        Findings.Count == 0 && Open.All(f => f.Kind is FindingKind.ForeignFact or FindingKind.OtherAuthor);
}

/// <summary>
/// Checks the whole archive: log, vault, and every captured version (docs/operations.md, "Verify"). What was found
/// whole within thirty days is not read again, unless asked; a pass that is broken off goes on where it was.
/// </summary>
public sealed class ArchiveVerification(
    PartialLogCheck log, IVault vault, ExpectedObjects kept, Scrub scrub, DestructionCheck destructions,
    Findings findings, WholePasses passes, TimeProvider clock)
{
    private static readonly FindingKind[] OfTheLog =
        [FindingKind.FactAltered, FindingKind.FactNotInLog, FindingKind.LogInconsistent];
    private static readonly FindingKind[] BesideTheLog = [FindingKind.RowSetAside, FindingKind.StreamDiffers];
    private static readonly FindingKind[] OfTheJournal = [FindingKind.JournalEntryMissing];
    private static readonly FindingKind[] OfTheForgotten = [FindingKind.ForgottenKnown];
    private static readonly FindingKind[] OfTheVault = [FindingKind.UnexpectedFile];

    /// <summary>Log and all.</summary>
    public Task<ArchiveVerificationResult> Run(
        bool all, Action<VerificationProgress>? progress, CancellationToken ct) =>
        Run(log.Look(all, ct), all, progress, ct);

    /// <summary>The rest, beside a look at the log that has begun and after it.</summary>
    /// <param name="looking">What comes of that is recorded with the rest. It has ended when this has.</param>
    public async Task<ArchiveVerificationResult> Run(
        Task<LogVerificationResult> looking, bool all, Action<VerificationProgress>? progress, CancellationToken ct)
    {
        using var work = Telemetry.Begin(Telemetry.Verify).About("all", all);
        var now = clock.GetUtcNow();
        DateTimeOffset began;
        bool resumed;
        try
        {
            progress?.Invoke(new(VerificationStep.Log, 0, null));
            (began, resumed) = all ? await passes.Begin(now, ct) : (now, false);
            progress?.Invoke(new(VerificationStep.Facts, 0, null));
            await kept.Project(anew: all && !resumed, ct);
        }
        finally
        {
            await ((Task)looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var verdict = await looking;
        var found = verdict.Findings.Select(Finding.Of).ToList();
        await findings.Record(found, ct);
        await findings.Resolve(BesideTheLog, found, ct);
        if (verdict.Read == verdict.Size) // what was passed by may be as it was found
            await findings.Resolve(OfTheLog, found, ct);

        var before = all ? began : now - Scrub.Cycle;
        var (named, due) = await kept.Count(before, now, now, ct);
        var (done, gate) = (0L, new Lock());
        progress?.Invoke(new(VerificationStep.Objects, 0, due));
        var counts = await scrub.Run(before, now, null, Environment.ProcessorCount, _ =>
        {
            lock (gate)
                progress?.Invoke(new(VerificationStep.Objects, ++done, due));
        }, ct);

        await destructions.Refresh(ct);
        var journal = destructions.WithoutEntry();
        await RecordFindings(OfTheJournal, journal, ct);
        var again = await destructions.KnownAgain(ct);
        await RecordFindings(OfTheForgotten, again, ct);
        var (unnamed, strangers) = all ? await Unnamed(progress, ct) : (0, []);
        found = [.. found.Concat(counts.Findings).Concat(journal).Concat(again).Concat(strangers)
            .DistinctBy(d => (d.Kind, d.Subject))];
        if (all)
            await passes.End(began, clock.GetUtcNow(), ct);
        work.Done();
        return new(verdict, counts, named, unnamed, resumed ? began : null, found, await findings.Open(ct));
    }

    /// <summary>
    /// What is in the vault besides what facts name: whole objects that nobody refers to, and what is no object.
    /// </summary>
    private async Task<(long Unnamed, IReadOnlyList<Finding> UnexpectedFiles)> Unnamed(
        Action<VerificationProgress>? progress,
        CancellationToken ct)
    {
        var (count, strangers) = (0L, new List<Finding>());
        await foreach (var some in kept.NotNamed(vault.All(ct), ct))
        {
            foreach (var name in some)
            {
                progress?.Invoke(new(VerificationStep.UnnamedObjects, ++count, null));
                using var examined = await vault.Examine(name, ct);
                if (examined.State is ObjectState.Altered or ObjectState.Unreadable)
                    strangers.Add(
                        new(FindingKind.UnexpectedFile, Sentences.Of("integrity.unnamed-not-whole", examined.Says)));
            }
        }

        await foreach (var stranger in vault.UnexpectedFiles(ct))
            strangers.Add(new(
                FindingKind.UnexpectedFile,
                Sentences.Of("integrity.no-object", stranger)));
        await RecordFindings(OfTheVault, strangers, ct);
        return (count, strangers);
    }

    private async Task RecordFindings(
        IReadOnlyCollection<FindingKind> kinds,
        IReadOnlyCollection<Finding> found,
        CancellationToken ct)
    {
        await findings.Record(found, ct);
        await findings.Resolve(kinds, found, ct);
    }
}
