using System.Globalization;
using System.Text.RegularExpressions;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>The head of the log that every fact of the export is proven to be in.</summary>
/// <param name="Note">The whole note, byte for byte as every proof must repeat it.</param>
internal sealed record LogHead(Checkpoint Head, byte[] Note);

/// <summary>Is the checkpoint signed by the log of this tenant, and are the facts in that log.</summary>
internal static partial class LogCheck
{
    public static LogHead? ReadHead(VerificationContext run, Tenant tenant)
    {
        byte[] whole = [];
        var note = run.Read(ExportLayout.Checkpoint.Path, bytes => SignedNote.Parse(whole = bytes));
        if (note is null || run.Read(ExportLayout.Checkpoint.Path, _ => Checkpoint.Parse(note.Text)) is not { } head)
            return null;

        if (run.ArchiveName is { } archive && !IsOrigin(head.Origin, $"{archive}/log/{tenant}"))
            run.Find(ExportLayout.Checkpoint.Path, "CheckpointOfOther", head.Origin, tenant);
        CheckSignatures(run, ExportLayout.Checkpoint.Path, note, head.Origin);
        CheckWitnesses(run, note);
        if (!head.Origin.EndsWith($"/log/{tenant}", StringComparison.Ordinal))
            run.Summary.LogOpened = head.Origin;
        run.Summary.LogSize = (long)head.Size;
        return new(head, whole);
    }

    /// <summary>The log's own name, or that with a number from 2 for a log opened after a restore.</summary>
    private static bool IsOrigin(string origin, string log) =>
        origin == log
            || (origin.StartsWith(log, StringComparison.Ordinal) && Successor().IsMatch(origin[log.Length..]));

    // Lines by others are left alone, as C2SP signed-note wants; lines in our name must be known and hold.
    internal static void CheckSignatures(VerificationContext run, string path, SignedNote note, string origin)
    {
        var ours = note.Signatures
            .Where(s => s.Name == origin
                || (run.ArchiveName is { } a && s.Name.StartsWith(a + "/", StringComparison.Ordinal)))
            .ToList();
        if (!ours.Exists(s => s.Name == origin))
            run.Find(path, "NotSignedBy", origin);
        foreach (var signature in ours)
        {
            var key = signature.Name == origin ? run.Keys.FirstOrDefault(signature.IsBy) : null;
            if (key is null && signature.Name == origin && run.Keys.Any(k => k.Name == origin))
                run.Find(path, "SignedByOtherKey", origin, signature.KeyId, ManifestCheck.Whose(run));
            else if (key is null)
                run.Find(path, "SignedByUnknownKey", signature.Name, ManifestCheck.Whose(run));
            else if (key.Type != NoteSignatureType.Ed25519 || note.LinesBy(key) != 1 || !note.Verify(key))
                run.Find(path, "SignatureDoesNotVerify");
            else
                run.Summary.Signers.Add(key.ToString());
        }
    }

    /// <summary>
    /// Lines by witnesses the reader trusts. One that is missing is told and fails nothing (docs/decisions/0082).
    /// </summary>
    private static void CheckWitnesses(VerificationContext run, SignedNote note)
    {
        foreach (var witness in run.Trust?.Keys.Where(key => key.Type == NoteSignatureType.Cosignature) ?? [])
        {
            var at = Cosigner.TimeOf(note, witness);
            if (note.LinesBy(witness) > 1)
                run.Find(ExportLayout.Checkpoint.Path, "CosignedTwice", witness.Name);
            else if (at is null && note.LinesBy(witness) > 0)
                run.Find(ExportLayout.Checkpoint.Path, "CosignatureDoesNotVerify", witness.Name);
            else
                run.Summary.Cosignatures.Add((witness.Name, at));
        }
    }

    /// <summary>Every fact has a proof and every proof a fact; both are of the leaf they are named after.</summary>
    public static IReadOnlyDictionary<Guid, (long Leaf, FactStatement Fact)> CheckFacts(
        VerificationContext run, Tenant tenant, LogHead? head)
    {
        var versions = new Dictionary<Guid, (long, FactStatement)>();
        foreach (var file in run.Under(ExportLayout.Facts.Folder).Where(f => FactName().IsMatch(f.Path)))
        {
            var name = FactName().Match(file.Path);
            var other = ExportLayout.Facts.PathOf(
                $"{name.Groups["leaf"].Value}.{(name.Groups["proof"].Success ? "json" : "tlog-proof")}");
            if (!run.Files.ContainsKey(other))
                run.Find(file.Path, "StandsAlone", other);
            else if (!name.Groups["proof"].Success)
                CheckFact(run, tenant, head, name.Groups["leaf"].Value, file.Path, other, versions);
        }

        CheckTogether(run);
        return versions;
    }

    /// <summary>
    /// No fact is there twice, those of one stream follow its versions, and no two tell of one sighting.
    /// </summary>
    private static void CheckTogether(VerificationContext run)
    {
        var byId = new Dictionary<Guid, long>();
        var last = new Dictionary<Guid, (long Place, long Leaf)>();
        var sighted = new Dictionary<Sighted, long>();
        foreach (var (leaf, fact) in run.Facts.OrderBy(f => f.Key))
        {
            var path = ExportLayout.FactOf(leaf);
            if (!byId.TryAdd(fact.Id, leaf))
                run.Find(path, "FactTwice", fact.Id, byId[fact.Id]);
            else if (last.TryGetValue(fact.Stream, out var before) && before.Place >= fact.Place)
                run.Find(path, "StreamOutOfOrder", fact.Place, before.Place, before.Leaf);
            last[fact.Stream] = (fact.Place, leaf);
            if (fact.Sighted is { } sighting && !sighted.TryAdd(sighting, leaf))
                run.Find(path, "SightedTwice", sighted[sighting]);
        }
    }

    private static void CheckFact(
        VerificationContext run,
        Tenant tenant,
        LogHead? head,
        string leaf,
        string path,
        string proofPath,
        Dictionary<Guid, (long, FactStatement)> versions)
    {
        byte[] statement = [];
        var fact = run.Read(path, bytes => FactStatement.Parse(statement = bytes, tenant));
        run.Summary.Facts++;
        if (fact is not null)
            run.Facts[long.Parse(leaf, CultureInfo.InvariantCulture)] = fact;
        if (fact?.Version is { } version
            && !versions.TryAdd(version, (long.Parse(leaf, CultureInfo.InvariantCulture), fact)))
            run.Find(path, "VersionCommittedTwice", version);
        if (head is null || run.Read(proofPath, bytes => TlogProof.Parse(bytes)) is not { } proof)
            return;

        run.Summary.Proofs++;
        if (proof.Extra is not null || proof.Index.ToString(CultureInfo.InvariantCulture) != leaf)
            run.Find(proofPath, "NotProofOfLeaf", leaf);
        else if (!proof.Checkpoint.ToBytes().AsSpan().SequenceEqual(head.Note))
            run.Find(proofPath, "NotProofUnder", ExportLayout.Checkpoint.Path);
        else if (!Rfc6962.VerifyInclusion(
            proof.Index,
            head.Head.Size,
            Leaf.Hash(Leaf.Commit(statement)),
            proof.Hashes,
            head.Head.Root.ToBytes()))
            run.Find(path, "NotLeafOfLog", leaf, proofPath);
    }

    [GeneratedRegex(@"\A/([2-9]|[1-9][0-9]{1,8})\z")]
    private static partial Regex Successor();

    [GeneratedRegex(@"\Aevidence/facts/(?<leaf>0|[1-9][0-9]{0,15})\.(json|(?<proof>tlog-proof))\z")]
    private static partial Regex FactName();
}
