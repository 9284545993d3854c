using System.Collections.Concurrent;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Verification;
using Archive.Storage.Vault;

namespace Archive.Integrity;

/// <summary>How one captured version stands.</summary>
public sealed record VersionIntact(Guid Record, Guid Version, EvidenceState State);

/// <summary>What came of looking at one object and all that is in it.</summary>
/// <param name="Bytes">Read from the vault.</param>
public sealed record ObjectCheckResult(
    ExpectedObject At, long Bytes, IReadOnlyList<VersionIntact> Versions, IReadOnlyList<Finding> Findings);

/// <summary>
/// Looks at objects: each is read and hashed once, and everything facts say is in it is held against it. What is gone
/// is gone lawfully only if fact and journal say so.
/// </summary>
public sealed class ObjectCheck(
    IVault vault,
    VersionCheck versions,
    DestructionCheck destructions,
    CheckContext context)
{
    /// <summary>What looking at these objects needs to know; may be read while others are looked at.</summary>
    public Task<CheckInputs> Inputs(IReadOnlyList<ExpectedObject> objects, CancellationToken ct) =>
        context.Of(objects, ct);

    /// <param name="inputs">Of these objects, read a moment ago.</param>
    /// <param name="parallel">How many at a time.</param>
    /// <param name="goOn">Asked before each; those that were not begun are left out of the answer.</param>
    /// <param name="read">Told how many bytes each had.</param>
    public async Task<IReadOnlyList<ObjectCheckResult>> Look(
        IReadOnlyList<ExpectedObject> objects, CheckInputs inputs, int parallel, Func<bool> goOn, Action<long>? read,
        CancellationToken ct)
    {
        var looked = new ConcurrentBag<ObjectCheckResult>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = ct };
        // The largest first, so that no core waits at the end for one that began late.
        await Parallel.ForEachAsync(objects.OrderByDescending(o => o.Reads.Count), options, async (at, token) =>
        {
            if (!goOn())
                return;
            var once = await One(at, inputs, token);
            looked.Add(once);
            read?.Invoke(once.Bytes);
        });

        // Something may have been destroyed lawfully while it was looked at: what was found is looked for again, with
        // fresh eyes.
        if (looked.All(l => l.Findings.Count == 0))
            return [.. looked];
        await destructions.Refresh(ct);
        var again = looked.Where(l => l.Findings.Count > 0).Select(l => l.At).ToList();
        inputs = await context.Of(again, ct);
        var settled = looked.Where(l => l.Findings.Count == 0).ToList();
        foreach (var at in again)
            settled.Add(await One(at, inputs, ct));
        return settled;
    }

    private async Task<ObjectCheckResult> One(ExpectedObject at, CheckInputs inputs, CancellationToken ct)
    {
        using var examined = await vault.Examine(at.Object, ct);
        var own = await OwnFinding(at, examined, inputs, ct);
        var findings = own is null ? new List<Finding>() : [own];
        var stands = new List<VersionIntact>();
        using var others = new PieceReader(vault);
        foreach (var captured in at.Reads.Select(inputs.Versions.GetValueOrDefault).OfType<VersionCaptured>())
        {
            var (state, finding) = await versions.Look(captured, examined, others, inputs, ct);
            stands.Add(new(captured.Record, captured.Version, state));
            if (finding is not null)
                findings.Add(finding);
        }

        // What is wrong with a medium is wrong with every version that shows it.
        if (own is not null)
        {
            findings.AddRange(at.Shows.Select(inputs.Versions.GetValueOrDefault).OfType<VersionCaptured>()
                .Select(captured => versions.Without(captured, own, inputs)).OfType<Finding>());
        }

        return new(at, examined.Length, stands, findings);
    }

    /// <summary>The object itself, and the frame, medium or paper in it.</summary>
    private async Task<Finding?> OwnFinding(
        ExpectedObject at,
        ExaminedObject examined,
        CheckInputs inputs,
        CancellationToken ct)
    {
        var gone = at.Unit is { } unit && !inputs.Secrets.ContainsKey(unit);
        if (gone && destructions.IsLawful(at.Unit!.Value))
            return OfDestroyed(at, examined, inputs);
        if (gone && destructions.IsLost(at.Unit!.Value))
            return examined.State is ObjectState.Whole or ObjectState.Missing ? null : Of(at, examined);
        if (examined.State != ObjectState.Whole)
            return Of(at, examined);
        if (at.Unit is null)
            return null;
        if (inputs.AlteredSecrets.TryGetValue(at.Unit.Value, out var why))
            return new(
                FindingKind.SecretAltered,
                Sentences.Of("integrity.secret-row-changed", at.Unit, at.Object, why),
                at.Object,
                at.Unit);
        if (gone)
            return new(
                FindingKind.SecretMissing,
                Sentences.Of("integrity.unit-secret-gone", at.Unit, From(at)),
                at.Object,
                at.Unit);

        var secret = inputs.Secrets[at.Unit.Value];
        try
        {
            if (!examined.Opens(0, secret))
                return new(
                    FindingKind.SecretMissing,
                    Sentences.Of("integrity.unit-secret-other", at.Unit, From(at)),
                    at.Object,
                    at.Unit);
            // Once is enough: while its bytes and its secret stay the same, it opens to the same file.
            if ((at.First || at.Troubled) && inputs.Media.TryGetValue(at.Unit.Value, out var medium)
                && medium.Object == at.Object
                && await examined.Hash(0, secret, ct) != medium.Digest)
            {
                return new(FindingKind.MediumAltered, Sentences.Of(
                    "integrity.medium-other-file", From(at)), at.Object, at.Unit);
            }
        }
        catch (FaultException e)
        {
            return new(FindingKind.ObjectAltered, Sentence.Of(e), at.Object, at.Unit);
        }

        return destructions.IsOverdue(at.Unit.Value, inputs.At)
            ? new(FindingKind.DestructionIncomplete, Sentences.Of(
                "integrity.unit-not-destroyed", at.Unit, at.Object), at.Object, at.Unit)
            : null;
    }

    /// <summary>Its bytes are to be gone as well, unless the storage said that it keeps them for a while.</summary>
    private Finding? OfDestroyed(ExpectedObject at, ExaminedObject examined, CheckInputs inputs)
    {
        if (examined.State == ObjectState.Missing)
            return null;
        if (examined.State != ObjectState.Whole)
            return Of(at, examined);
        return destructions.IsOverdue(at.Unit!.Value, inputs.At) && !inputs.Locked.Contains(at.Object)
            ? new(FindingKind.DestroyedBytesLeft, Sentences.Of(
                "integrity.bytes-left", at.Unit, at.Object), at.Object, at.Unit)
            : null;
    }

    private static Finding Of(ExpectedObject at, ExaminedObject examined) => new(
        examined.State switch
        {
            ObjectState.Missing => FindingKind.ObjectMissing,
            ObjectState.Altered => FindingKind.ObjectAltered,
            ObjectState.Unreadable => FindingKind.ObjectUnreadable,
            ObjectState.Whole => throw new ArgumentException("Nothing is wrong with it.", nameof(examined)),
        },
        at.Source is { } source
            ? Sentences.Of("integrity.object-from", examined.Says, source)
            : examined.Says!,
        at.Object,
        at.Unit);

    private static Sentence From(ExpectedObject at) => at.Source is { } source
        ? Sentences.Of("integrity.object-named-from", at.Object, source)
        : new(_ => $"{at.Object}");
}
