using Archive.Evidence;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Storage.Anchor;

/// <summary>What a check of the anchor log and its time-stamps found.</summary>
/// <param name="Findings">A sentence each; empty if all is as it was made.</param>
public sealed record AnchorVerificationResult(int Leaves, int Tokens, IReadOnlyList<Sentence> Findings);

/// <summary>
/// Checks the anchor log in the database against the checkpoint kept outside, every checkpoint of it that was signed,
/// every note of the tenant that was anchored, and every token, as an outsider would.
/// </summary>
/// <param name="keys">Of the anchor log, one after another.</param>
public sealed class AnchorVerification(FactsDatabase database, SigningKeys keys, OutsideAnchor outside)
{
    private readonly List<Sentence> findings = [];

    public async Task<AnchorVerificationResult> Run(CancellationToken ct)
    {
        findings.Clear();
        await using var transaction = await database.Begin(ct);
        var rows = new AnchorRows(transaction);
        var leaves = await rows.Leaves(ct);
        if (outside.Read() is { } kept)
            Check(kept, leaves, Sentences.Named(outside.NotePath));

        var heads = new Dictionary<ulong, SignedNote>();
        foreach (var (size, row) in await rows.Checkpoints(ct))
        {
            if (Parse(row) is { } note && Check(note, leaves, Sentences.Of("storage.row-of", size)) == size)
                heads[size] = note;
            else
                findings.Add(Sentences.Of("storage.anchor-filed-wrong", size));
        }

        foreach (var (leaf, note, _) in await rows.Notes(0, ct))
        {
            if (leaf >= (ulong)leaves.Count || leaves[(int)leaf] != Digest.Of(note))
                findings.Add(Sentences.Of("storage.anchored-otherwise", database.Tenant, leaf));
        }

        var tokens = await new TimeStampRows(transaction).Everything(ct);
        var byDigest = tokens.ToDictionary(t => t.Token.Digest);
        foreach (var token in tokens)
            Check(token, byDigest, heads);
        return new(leaves.Count, tokens.Count, [.. findings]);
    }

    /// <returns>Size of a head that holds; 0 for one that does not.</returns>
    private ulong Check(SignedNote note, List<Digest> leaves, Sentence where)
    {
        var head = Checkpoint.Parse(note.Text);
        if (!keys.Signed(note, head.Size))
        {
            findings.Add(Sentences.Of("storage.anchor-not-signed-by", where, keys.Current.Key));
            return 0;
        }

        if (head.Size <= (ulong)leaves.Count
            && Rfc6962.Root(leaves.Take((int)head.Size).Select(Leaf.Hash)).AsSpan().SequenceEqual(head.Root.ToBytes()))
            return head.Size;
        findings.Add(
            Sentences.Of("storage.anchor-leaves-not-signed", head.Size, leaves.Count, where));
        return 0;
    }

    private void Check(StoredToken kept, Dictionary<Digest, StoredToken> all, Dictionary<ulong, SignedNote> heads)
    {
        var name = Sentences.Of("storage.time-stamp", kept.Token.Time, kept.Authority);
        if (!heads.TryGetValue(kept.Size, out var head))
        {
            findings.Add(Sentences.Of("storage.time-stamp-over-nothing", name, kept.Size));
            return;
        }

        var renewed = kept.Renews is { } digest ? all.GetValueOrDefault(digest) : null;
        if (kept.Renews is not null && renewed is null)
            findings.Add(Sentences.Of("storage.time-stamp-renews-nothing", name));
        else if (kept.Token.Imprint != (renewed is null
            ? Checkpoint.Imprint(head)
            : TimeStampStore.RenewalImprint(renewed.Token, head)))
            findings.Add(Sentences.Of("storage.time-stamp-over-other", name));
        if (renewed is not null && kept.Token.ExistedBy > renewed.ValidUntil)
            findings.Add(Sentences.Of("storage.time-stamp-too-late", name));

        var path = kept.Path.Select(
            c => System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(c)).ToList();
        if (kept.Token.PathTo([path[^1]], path) is null)
            findings.Add(Sentences.Of("storage.time-stamp-no-path", name));
    }

    private static SignedNote? Parse(byte[] row)
    {
        try
        {
            return SignedNote.Parse(row);
        }
        catch (FormatException)
        {
            return null; // named as a finding by the caller
        }
    }
}
