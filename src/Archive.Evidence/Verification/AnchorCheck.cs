using System.Text.RegularExpressions;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// Is the checkpoint in the archive's anchor log, if the set says so; and are the anchor files the ones it may have.
/// </summary>
internal static partial class AnchorCheck
{
    /// <summary>Whether a file in `keys/` is the root of a time-stamp authority, which vouches for no PDF.</summary>
    public static bool IsRoot(string path) => RootName().IsMatch(path);

    public static void Run(VerificationContext run, LogHead? head)
    {
        var tokens = Enumerable.Range(1, 99).TakeWhile(n => run.Files.ContainsKey(AnchorFiles.Token(n))).ToList();
        CheckNames(run, tokens);
        if (!run.Files.ContainsKey(AnchorFiles.Proof)
            || run.Read(AnchorFiles.Proof, bytes => TlogProof.Parse(bytes)) is not { } proof)
            return;
        if (run.Read(AnchorFiles.Proof, _ => Checkpoint.Parse(proof.Checkpoint.Text)) is not { } anchor)
            return;

        CheckProof(run, head, proof, anchor);
        foreach (var number in tokens)
            TimeStampCheck.Run(run, number, Checkpoint.Imprint(proof.Checkpoint));
    }

    private static void CheckProof(VerificationContext run, LogHead? head, TlogProof proof, Checkpoint anchor)
    {
        if (run.ArchiveName is { } archive && anchor.Origin != $"{archive}/anchor")
            run.Find(AnchorFiles.Proof, "AnchorOfOther", anchor.Origin, archive);
        LogCheck.CheckSignatures(run, AnchorFiles.Proof, proof.Checkpoint, anchor.Origin);
        if (proof.Extra is not null)
            run.Find(AnchorFiles.Proof, "AnchorHasExtra");
        if (head is not null && !Rfc6962.VerifyInclusion(
                proof.Index, anchor.Size, Leaf.Hash(Digest.Of(head.Note)), proof.Hashes, anchor.Root.ToBytes()))
        {
            run.Find(AnchorFiles.Proof, "AnchorNotProven", ExportLayout.Checkpoint.Path);
        }

        run.Summary.AnchorSize = (long)anchor.Size;
    }

    /// <summary>Every file of a time-stamp belongs to a token that is there, and tokens to an anchor.</summary>
    private static void CheckNames(VerificationContext run, List<int> tokens)
    {
        foreach (var path in run.Files.Keys.Order(ExportPath.Order))
        {
            if (Numbered().Match(path) is not { Success: true } match)
                continue;
            if (!run.Files.ContainsKey(AnchorFiles.Proof))
                run.Find(path, "StandsAlone", AnchorFiles.Proof);
            else if (!tokens.Exists(n => match.Groups["n"].Value == $"{n}"))
                run.Find(path, "BelongsToNoTimeStamp");
        }
    }

    [GeneratedRegex(@"\A(evidence/log/anchor-(?<n>[0-9]+)[.-].*|keys/tsa-(?<n>[0-9]+)\.pem)\z")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\Akeys/tsa-[1-9][0-9]?\.pem\z")]
    private static partial Regex RootName();
}
