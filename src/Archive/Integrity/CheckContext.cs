using Archive.Capture;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;
using Archive.Storage.Keys;

namespace Archive.Integrity;

/// <summary>What looking at some objects needs to know besides their bytes.</summary>
/// <param name="Versions">By the fact that captured them, as far as it can be read.</param>
/// <param name="Secrets">By unit; those that are gone are absent.</param>
/// <param name="AlteredSecrets">By unit: why its row does not open.</param>
/// <param name="Media">By unit.</param>
/// <param name="Locked">Objects of destroyed units that the storage does not let go yet.</param>
/// <param name="At">When this was so.</param>
public sealed record CheckInputs(
    DateTimeOffset At,
    IReadOnlyDictionary<Guid, VersionCaptured> Versions,
    IReadOnlyDictionary<Guid, byte[]> Secrets,
    IReadOnlyDictionary<Guid, Sentence> AlteredSecrets,
    IReadOnlyDictionary<Guid, Medium> Media,
    IReadOnlySet<Digest> Locked);

/// <summary>Reads it, for many objects at once.</summary>
public sealed class CheckContext(
    EventStore events, UnitSecrets units, MediaStore media, LockedObjects locked, TimeProvider clock)
{
    public async Task<CheckInputs> Of(IReadOnlyList<ExpectedObject> objects, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var facts = objects.SelectMany(o => o.Reads.Concat(o.Shows)).Distinct().ToList();
        var versions = (await events.Logged(facts, ct)).AsParallel()
            .Select(f => (f.Key, Captured: NamedInFacts.CapturedBy(f.Value)))
            .Where(f => f.Captured is not null).ToDictionary(f => f.Key, f => f.Captured!);
        var of = objects.Select(o => o.Unit).OfType<Guid>()
            .Concat(versions.Values.Select(v => v.Unit))
            .Concat(versions.Values.SelectMany(v => v.Media).Select(m => m.Unit))
            .Distinct().ToList();
        var shown = media.Kept(of, ct);
        var (secrets, altered) = await units.GetOrTell(of, ct);
        return new(
            now, versions, secrets, altered, (await shown).ToDictionary(m => m.Unit),
            await locked.Among([.. objects.Select(o => o.Object)], ct));
    }
}
