using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms;
using Archive.Evidence.Content;
using Archive.Evidence.Verification;
using Archive.Evidence;
using Archive.Sources;
using Archive.Storage.Vault;

namespace Archive.Integrity;

/// <summary>
/// How a captured version stands: its raw bytes are opened and mapped again, and committed to again; the root must be
/// the one in its fact. No row that people read takes part in it.
/// </summary>
public sealed class VersionCheck(SourceDesk sources, PlatformRegistry platforms, DestructionCheck destructions)
{
    /// <param name="examined">The first object it is read from.</param>
    /// <param name="others">For the objects it is read from besides.</param>
    public async Task<(EvidenceState State, Finding? Finding)> Look(
        VersionCaptured captured, ExaminedObject examined, PieceReader others, CheckInputs inputs, CancellationToken ct)
    {
        if (inputs.AlteredSecrets.TryGetValue(captured.Unit, out var why))
            return Damaged(EvidenceState.Altered, captured, Sentences.Of("integrity.secret-row", why));
        if (!inputs.Secrets.TryGetValue(captured.Unit, out var secret))
        {
            return destructions.IsLawful(captured.Unit) ? (EvidenceState.Destroyed, null)
                : destructions.IsLost(captured.Unit) ? (EvidenceState.Lost, null)
                : Damaged(
                    EvidenceState.Missing,
                    captured,
                    Sentences.Of("integrity.secret-gone", captured.Unit));
        }

        if (destructions.IsOverdue(captured.Unit, inputs.At))
        {
            return (EvidenceState.Altered, new Finding(
                FindingKind.DestructionIncomplete,
                Sentences.Of("integrity.version-not-destroyed", captured.Record, captured.Version),
                captured.Pieces[0].Object, captured.Unit, captured.Record, captured.Version));
        }

        if (examined.State != ObjectState.Whole)
        {
            return Damaged(
                examined.State == ObjectState.Missing ? EvidenceState.Missing : EvidenceState.Altered, captured,
                examined.State == ObjectState.Missing
                    ? Sentences.Of("integrity.object-gone")
                    : Sentences.Of("integrity.object-other-bytes"));
        }

        if (captured.Media.FirstOrDefault(m => !inputs.Media.ContainsKey(m.Unit)) is { } lost)
            return destructions.IsLost(lost.Unit) ? (EvidenceState.Lost, null) : Damaged(
                EvidenceState.Missing,
                captured,
                Sentences.Of("integrity.medium-row-gone", lost.Index, lost.Object));
        try
        {
            return await Content(captured, secret, examined, others, inputs, ct) == captured.Content
                ? (EvidenceState.Matches, null)
                : Damaged(EvidenceState.Altered, captured, Sentences.Of("integrity.reads-otherwise"));
        }
        catch (FaultException e)
        {
            return Damaged(EvidenceState.Altered, captured, Sentence.Of(e));
        }
    }

    /// <summary>
    /// What it means for a version that one of its media is damaged; nothing if the version itself was destroyed.
    /// </summary>
    public Finding? Without(VersionCaptured captured, Finding medium, CheckInputs inputs) =>
        !inputs.Secrets.ContainsKey(captured.Unit) && destructions.IsLawful(captured.Unit)
            ? null
            : Damaged(
                medium.Kind is FindingKind.ObjectMissing or FindingKind.SecretMissing
                    ? EvidenceState.Missing
                    : EvidenceState.Altered,
                captured,
                Sentences.Of("integrity.medium-damaged", medium.Object, Facts.WordOf(medium.Kind)),
                medium.Object).Finding;

    private async Task<ContentCommitment> Content(
        VersionCaptured captured, byte[] secret, ExaminedObject examined, PieceReader others, CheckInputs inputs,
        CancellationToken ct)
    {
        async Task<byte[]> Open(PieceRef at) => at.Object != captured.Pieces[0].Object
            ? await others.Read(at.Object, at.Piece, secret, ct)
            : await examined.Read(at.Piece, secret, ct)
                ?? throw Sentences.Fault("integrity.secret-does-not-open", at.Piece, at.Object);

        var digests = captured.Media.ToDictionary(m => m.Index, m => inputs.Media[m.Unit].Digest);
        var domain = (await sources.Of(captured.Source, ct)).Domain;
        var content = await VersionContent.Read(captured, platforms, domain, digests, Open);
        return content.Commit(secret, captured.Version);
    }

    private static (EvidenceState, Finding Finding) Damaged(
        EvidenceState state, VersionCaptured captured, Sentence why, Digest? @object = null) => (
        state,
        new Finding(
            state == EvidenceState.Missing ? FindingKind.VersionMissing : FindingKind.VersionAltered,
            Sentences.Of(
                state == EvidenceState.Missing ? "integrity.version-missing" : "integrity.version-altered",
                captured.Record, captured.Version, captured.Pieces[0].Object, captured.Source, why),
            @object ?? captured.Pieces[0].Object, captured.Unit, captured.Record, captured.Version));
}
