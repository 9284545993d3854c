using System.Security.Cryptography;
using Archive.Anchoring;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;
using Archive.Exports.Content;
using Archive.Exports.Parts;
using Archive.Health;
using Archive.Keys;
using Archive.Keys.Certificates;
using Archive.People;
using Archive.Records;
using Archive.Requests;
using Archive.Storage.Facts;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Witnesses;

namespace Archive.Exports;

/// <summary>A sealed set on disk.</summary>
/// <param name="TrustFile">Whom a reader trusts; it goes to them by another way than the set.</param>
/// <param name="Letter">What goes with the trust file: which set it is for, and how to check it.</param>
public sealed record SealedExport(
    string Set, string Directory, IReadOnlyList<string> Zips, IReadOnlyList<string> Pdfs, string TrustFile,
    string Letter, int Opened, int Withheld)
{
    /// <summary>What the trust file says.</summary>
    public string Trust => File.ReadAllText(TrustFile);
}

/// <summary>What is being done to make a set, in its order.</summary>
public enum SealStep
{
    Log,
    Documents,
    Evidence,
    Pages,
    Signature,
}

/// <summary>How far the making of a set is.</summary>
/// <param name="Done">Documents read, or volumes made.</param>
/// <param name="Of">How many there are; 0 in a step that does not count.</param>
public readonly record struct SealProgressed(SealStep Step, int Done = 0, int Of = 0);

/// <summary>
/// Makes a decided request into a signed set that proves itself. All of it, or nothing: a set is moved into place
/// whole.
/// </summary>
public sealed class SealExport(
    ArchiveHome home, EventStore events, RequestKindRegistry kinds, ExportReader gathering, ExportParts parts,
    LogCatchUp log, DailyAnchor anchoring, Witnessing witnesses, LogKeys keys, UnrecordedSets unrecorded,
    AccessLog accessLog, OfficeTime office, TimeProvider clock)
{
    /// <summary>
    /// Longest wait for time-stamps. After it the export is made without them, and says so.
    /// </summary>
    private static readonly TimeSpan TimeStampDeadline = TimeSpan.FromSeconds(10);

    private const int LeaksListed = 10;

    /// <summary>
    /// One set of a request is made at a time. What an export that was killed left is settled first: its set gets its
    /// fact or is taken away, and volumes that would be made again are used. Cancelled it leaves nothing.
    /// </summary>
    /// <param name="progress">Told what begins and how far it is, for people who wait.</param>
    public async Task<Outcome<SealedExport>> Seal(
        Guid request, Officer officer, Language language, IProgress<SealProgressed>? progress, CancellationToken ct)
    {
        if (RequestRights.ToHandle(officer) is { } barred)
            return barred;
        var recorded = await events.Read(request, ct);
        var state = RequestState.Replay(RequestState.Read(recorded), kinds);
        if (state.Decided is null)
            return new Refusal("exports.not-decided", Basis.Of(state.Kind.Law.Term), state.Number);
        if (CertificateStatus.Read(CertificateFolders.Current(home.KeysPath)).Bars(office.Now) is { } unsigned)
            return unsigned;
        using var room = UnfinishedExport.TryTake(home.UnfinishedPath, request);
        if (room is null)
            return new Refusal("exports.being-made", Basis.OneAtATime, state.Number);

        await unrecorded.Settle(room, ct);
        if ((await events.Versions([request], ct))[request] != recorded.Count) // a set was recorded since
        {
            recorded = await events.Read(request, ct);
            state = RequestState.Replay(RequestState.Read(recorded), kinds);
        }

        try
        {
            return await Seal(state, recorded, room, officer, language, progress, ct);
        }
        catch (DestroyedMeanwhileException e)
        {
            return new Refusal("exports.destroyed-meanwhile", Basis.OneAtATime, e.Number);
        }
        finally
        {
            room.DeleteVolumes();
        }
    }

    private async Task<Outcome<SealedExport>> Seal(
        RequestState state, IReadOnlyList<Fact> recorded, UnfinishedExport room, Officer officer, Language language,
        IProgress<SealProgressed>? progress, CancellationToken ct)
    {
        await accessLog.Record(officer, AccessKind.ExportMade, ct, state.Id);
        progress?.Report(new(SealStep.Log));
        if (await log.BringUpToDate(ct) is not { } checkpoint)
            throw Sentences.Fault("exports.log-empty");
        checkpoint = await witnesses.Ask(checkpoint, ct); // with the line of each witness that answers
        var logSize = (long)Checkpoint.Parse(checkpoint.Text).Size;

        var count = recorded.Count(f => f.Type == Facts.NameOf(typeof(ExportSealed))) + 1;
        var set = $"{state.Number}-{count}";
        var target = Path.Combine(home.ExportsPath, set);
        if (Directory.Exists(target) || File.Exists($"{target}.zip"))
            return new Refusal("exports.set-exists", Basis.NothingOverwritten, target);

        using var sealing = Telemetry.Begin(Telemetry.Export);
        using var work = WorkDirectory.In(home.ExportsPath);
        var root = Directory.CreateDirectory(Path.Combine(work.Path, set)).FullName;
        var fetched = Directory.CreateDirectory(Path.Combine(work.Path, "fetched")).FullName;
        var (input, check) = await gathering.Gather(
            state, set, fetched, language, CanonicalMoment.Truncate(office.Now), logSize,
            (done, of) => progress?.Report(new(SealStep.Documents, done, of)), ct);

        progress?.Report(new(SealStep.Evidence));
        input = input with { Anchor = await anchoring.Now(checkpoint, TimeStampDeadline, ct) };
        using var certificate = SigningCertificate.Load(CertificateFolders.Current(home.KeysPath), clock);
        var making = new ExportWork(new(root), checkpoint, keys.SignersOf(checkpoint), certificate)
        {
            Kept = new(room.VolumesPath),
            Progress = (done, of) => progress?.Report(new(SealStep.Pages, done, of)),
        };
        await using var disk = new WriteBehind(work.Path); // at work while the next stage is
        if (await Begun(input, making, check, ct) is { Count: > 0 } leaks)
            return Leaking(leaks, Basis.Of(state.Kind.Grounds.Basis));
        disk.Write();
        foreach (var stage in new[] { PartStage.Pages, PartStage.AfterPages })
        {
            await parts.Write(stage, input, making, ct);
            disk.Write();
        }

        progress?.Report(new(SealStep.Signature));
        var manifest = ManifestSigner.Seal(root, set, home.Tenant, home.ExportSigner());
        ct.ThrowIfCancellationRequested();
        var zips = ZipWriter.Write(root, manifest, Path.Combine(work.Path, $"{set}.zip"));

        var digest = Digest.From(
            SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(root, ExportManifest.FileName), ct)));
        var shown = input.Documents.Where(d => d.HasPages).ToList();
        var fact = new ExportSealed(
            state.Id, Ids.New(), count, digest, logSize, shown.Count,
            shown.Sum(d => d.Opened), shown.Sum(d => d.Withheld), officer.Id);
        var beside = await ExportTrust.Write(work.Path, input, making, home, digest, ct);
        FilePermissions.KeepToOwner(root);
        foreach (var file in zips.Concat(beside))
            FilePermissions.KeepToOwner(file);
        await disk.End();

        var taken = zips.Concat(beside).Append(target)
            .Select(file => Path.Combine(home.ExportsPath, Path.GetFileName(file))).FirstOrDefault(Path.Exists);
        if (taken is not null)
            return new Refusal("exports.set-exists", Basis.NothingOverwritten, taken);

        // From here on it is brought to its end, by whoever looks next if not by us.
        ct.ThrowIfCancellationRequested();
        var intent = SetIntent.Of(fact, set, recorded.Count, zips.Concat(beside));
        room.Intend(intent);
        Directory.Move(root, target);
        var placed = zips.Concat(beside).Select(file => Place(file, home.ExportsPath)).ToList();
        DurableFile.SyncDirectory(home.ExportsPath);
        var overtaken = !await unrecorded.Record(intent, CancellationToken.None);
        if (overtaken)
            unrecorded.TakeAway(intent);
        room.ForgetIntent();
        if (overtaken)
            return new Refusal("exports.overtaken", Basis.OneAtATime);

        Telemetry.Sets.Add(1);
        sealing.Done();
        return new SealedExport(
            set, target, placed[..zips.Count], Pdfs(manifest, target), placed[^2], placed[^1], fact.Opened,
            fact.Withheld);
    }

    /// <summary>
    /// The first parts, while all that the set shows is looked through for what it hides. One that leaks goes no
    /// further.
    /// </summary>
    private async Task<IReadOnlyList<Leak>> Begun(
        ExportContent input, ExportWork making, LeakCheck check, CancellationToken ct)
    {
        var looking = Task.Run(() => check.LookThrough(input, ct), ct);
        try
        {
            await parts.Write(PartStage.BeforePages, input, making, ct);
        }
        finally
        {
            await ((Task)looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await looking;
    }

    /// <summary>Volumes by their number: the tenth has a longer name than the second.</summary>
    private static IReadOnlyList<string> Pdfs(ExportManifest manifest, string target) =>
    [
        .. manifest.Files.Select(f => f.Path)
            .Where(p => ExportLayout.Documents.Holds(p) && p.EndsWith(".pdf", StringComparison.Ordinal))
            .OrderBy(p => p.Length).ThenBy(p => p, ExportPath.Order).Select(p => Path.Combine(target, p)),
    ];

    private static Refusal Leaking(IReadOnlyList<Leak> leaks, Basis basis)
    {
        var listed = Sentence.Join("; ", [.. leaks.Take(LeaksListed).Select(Leaked)]);
        return leaks.Count > LeaksListed
            ? new("exports.leaking-more", basis, listed, leaks.Count - LeaksListed)
            : new("exports.leaking", basis, listed);
    }

    private static Sentence Leaked(Leak leak)
    {
        var what = Sentences.Of($"exports.passage.{leak.What}");
        return leak.ShownIn is { } number
            ? Sentences.Of("exports.leak", what, leak.RedactedIn, number)
            : Sentences.Of("exports.leak-around", what, leak.RedactedIn);
    }

    private static string Place(string zip, string directory)
    {
        var target = Path.Combine(directory, Path.GetFileName(zip));
        File.Move(zip, target);
        return target;
    }
}
