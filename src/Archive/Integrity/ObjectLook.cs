using System.Collections.Concurrent;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Vault;
using Archive.Evidence.Verification;

namespace Archive.Integrity;

/// <summary>How one captured version stands.</summary>
public sealed record VersionStands(Guid Record, Guid Version, EvidenceState State);

/// <summary>What came of looking at one object and all that is in it.</summary>
/// <param name="Bytes">Read from the vault.</param>
public sealed record Looked(
    KeptObjectAt At, long Bytes, IReadOnlyList<VersionStands> Versions, IReadOnlyList<Damage> Damages);

/// <summary>
/// Looks at objects: each is read and hashed once, and everything facts say is in it is held against it. What is gone is
/// gone lawfully only if fact and journal say so.
/// </summary>
public sealed class ObjectLook(IVault vault, VersionLook versions, Destructions destructions, LookContext context)
{
    /// <param name="parallel">How many at a time.</param>
    /// <param name="goOn">Asked before each; those that were not begun are left out of the answer.</param>
    /// <param name="read">Told how many bytes each had.</param>
    public async Task<IReadOnlyList<Looked>> Look(
        IReadOnlyList<KeptObjectAt> objects, int parallel, Func<bool> goOn, Action<long>? read, CancellationToken ct)
    {
        var looked = new ConcurrentBag<Looked>();
        var known = await context.Of(objects, ct);
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = ct };
        await Parallel.ForEachAsync(objects, options, async (at, token) =>
        {
            if (!goOn())
                return;
            var once = await One(at, known, token);
            looked.Add(once);
            read?.Invoke(once.Bytes);
        });

        // Something may have been destroyed lawfully while it was looked at: what was found is looked for again, with fresh eyes.
        if (looked.All(l => l.Damages.Count == 0))
            return [.. looked];
        await destructions.Refresh(ct);
        var again = looked.Where(l => l.Damages.Count > 0).Select(l => l.At).ToList();
        known = await context.Of(again, ct);
        var settled = looked.Where(l => l.Damages.Count == 0).ToList();
        foreach (var at in again)
            settled.Add(await One(at, known, ct));
        return settled;
    }

    private async Task<Looked> One(KeptObjectAt at, Known known, CancellationToken ct)
    {
        using var examined = await vault.Examine(at.Object, ct);
        var own = await Own(at, examined, known, ct);
        var damages = own is null ? new List<Damage>() : [own];
        var stands = new List<VersionStands>();
        using var others = new PieceReader(vault);
        foreach (var captured in at.Reads.Select(known.Versions.GetValueOrDefault).OfType<VersionCaptured>())
        {
            var (state, damage) = await versions.Look(captured, examined, others, known, ct);
            stands.Add(new(captured.Record, captured.Version, state));
            if (damage is not null)
                damages.Add(damage);
        }

        // What is wrong with a medium is wrong with every version that shows it.
        if (own is not null)
        {
            damages.AddRange(at.Shows.Select(known.Versions.GetValueOrDefault).OfType<VersionCaptured>()
                .Select(captured => versions.Without(captured, own, known)).OfType<Damage>());
        }

        return new(at, examined.Length, stands, damages);
    }

    /// <summary>The object itself, and the frame, medium or paper in it.</summary>
    private async Task<Damage?> Own(KeptObjectAt at, ExaminedObject examined, Known known, CancellationToken ct)
    {
        var gone = at.Unit is { } unit && !known.Secrets.ContainsKey(unit);
        if (gone && destructions.IsLawful(at.Unit!.Value))
            return examined.State is ObjectState.Whole or ObjectState.Missing ? null : Of(at, examined);
        if (examined.State != ObjectState.Whole)
            return Of(at, examined);
        if (at.Unit is null)
            return null;
        if (known.AlteredSecrets.TryGetValue(at.Unit.Value, out var why))
            return new(FindingKind.SecretAltered, $"The row of the secret of unit {at.Unit}, in object {at.Object}, was changed: {why}", at.Object, at.Unit);
        if (gone)
            return new(FindingKind.SecretMissing, $"The secret of unit {at.Unit}, in object {at.Object}{From(at)}, is gone, and nothing destroyed it.", at.Object, at.Unit);

        var secret = known.Secrets[at.Unit.Value];
        try
        {
            if (!examined.Opens(0, secret))
                return new(FindingKind.SecretMissing, $"The secret of unit {at.Unit} is not the one that sealed object {at.Object}{From(at)}.", at.Object, at.Unit);
            // Once is enough: while its bytes and its secret stay the same, it opens to the same file.
            if ((at.First || at.Troubled) && known.Media.TryGetValue(at.Unit.Value, out var medium) && medium.Object == at.Object
                && await examined.Hash(0, secret, ct) != medium.Digest)
            {
                return new(FindingKind.MediumAltered, $"The medium in object {at.Object}{From(at)} is another file than was captured, or its row was changed.", at.Object, at.Unit);
            }
        }
        catch (FaultException e)
        {
            return new(FindingKind.ObjectAltered, e.Message, at.Object, at.Unit);
        }

        return destructions.IsOverdue(at.Unit.Value, known.At)
            ? new(FindingKind.DestructionUnfinished, $"Unit {at.Unit}, in object {at.Object}, was destroyed by a fact and still has its secret. Start the worker, which finishes it.", at.Object, at.Unit)
            : null;
    }

    private static Damage Of(KeptObjectAt at, ExaminedObject examined) => new(
        examined.State switch
        {
            ObjectState.Missing => FindingKind.ObjectMissing,
            ObjectState.Altered => FindingKind.ObjectAltered,
            ObjectState.Unreadable => FindingKind.ObjectUnreadable,
            ObjectState.Whole => throw new ArgumentException("Nothing is wrong with it.", nameof(examined)),
        },
        $"{examined.Says}{(at.Source is { } source ? $" It came from source {source}." : "")}", at.Object, at.Unit);

    private static string From(KeptObjectAt at) => at.Source is { } source ? $" from source {source}" : "";
}
