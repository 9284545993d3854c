using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Sources;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.Records;

/// <summary>
/// Reads the content of captured versions from the vault and holds it against the commitment in each fact. Objects are
/// read side by side, the versions of one object after each other: it is opened once for all of them.
/// </summary>
internal sealed class RecordReading(
    IVault vault, UnitSecrets units, MediaStore media, SourceDesk sources, PlatformRegistry platforms)
{
    /// <returns>
    /// The same facts in the same order. A version without its secret is destroyed; one that does not read as its fact
    /// committed to, or not at all, has its trouble.
    /// </returns>
    public async Task<IReadOnlyList<ReadFact>> Read(IReadOnlyList<ReadFact> facts, CancellationToken ct)
    {
        var captured = facts.Index().Where(f => f.Item.Read is VersionCaptured)
            .Select(f => (f.Index, Version: (VersionCaptured)f.Item.Read)).ToList();
        if (captured.Count == 0)
            return facts;
        var (secrets, altered) = await units.GetOrTell([.. captured.Select(c => c.Version.Unit).Distinct()], ct);
        var shown = captured.SelectMany(c => c.Version.Media).Select(m => m.Unit).Distinct().ToList();
        var digests = (await media.Kept(shown, ct)).ToDictionary(medium => medium.Unit, medium => medium.Digest);
        var read = facts.ToArray();
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = ct,
        };
        var objects = captured.GroupBy(c => c.Version.Pieces[0].Object);
        await Parallel.ForEachAsync(objects, options, async (ofOneObject, token) =>
        {
            using var pieces = new PieceReader(vault);
            foreach (var (index, version) in ofOneObject)
            {
                if (altered.TryGetValue(version.Unit, out var why))
                    read[index] = facts[index] with { Trouble = why };
                else if (secrets.TryGetValue(version.Unit, out var secret))
                    read[index] = await Read(facts[index], version, secret, digests, pieces, token);
            }
        });
        return read;
    }

    private async Task<ReadFact> Read(
        ReadFact fact, VersionCaptured version, byte[] secret, IReadOnlyDictionary<Guid, Digest> digests,
        PieceReader pieces, CancellationToken ct)
    {
        try
        {
            return fact with { Content = await Content(version, secret, digests, pieces, ct) };
        }
        catch (Exception e) when (e is FaultException or IOException or UnauthorizedAccessException)
        {
            // One that cannot be read keeps nobody from the others; whoever asks is told that it is missing.
            return fact with { Trouble = Sentence.Of(e, $"{version.Pieces[0].Object}") };
        }
    }

    /// <exception cref="FaultException">The version does not read as its fact committed to.</exception>
    private async Task<VersionContent> Content(
        VersionCaptured captured, byte[] secret, IReadOnlyDictionary<Guid, Digest> digests, PieceReader pieces,
        CancellationToken ct)
    {
        var kept = captured.Media.Where(m => digests.ContainsKey(m.Unit))
            .ToDictionary(m => m.Index, m => digests[m.Unit]);
        var domain = (await sources.Of(captured.Source, ct)).Domain;
        var content = await VersionContent.Read(
            captured, platforms, domain, kept, at => pieces.Read(at.Object, at.Piece, secret, ct));
        return content.Commit(secret, captured.Version) == captured.Content || kept.Count < captured.Media.Count
            ? content
            : throw Sentences.Fault("records.version-differs", captured.Version, captured.Record);
    }
}
