using Archive.Evidence;
using Archive.People;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Keys;

/// <summary>What came of a rotation.</summary>
/// <param name="Key">All secrets of the tenant are under it.</param>
/// <param name="Before">Keys this tenant needs no more; `archive keys retire` takes them out of use.</param>
public sealed record Rotated(string Key, IReadOnlyList<string> Before, long Secrets);

/// <summary>Where officers change the keys under which secrets are sealed, each act with its fact.</summary>
public sealed class KeyDesk(
    ArchiveHome home, EventStore events, PerishableDatabase perishable, OpenedKeys keys, OfficeTime office)
{
    /// <summary>
    /// Seals all secrets anew under a new key. A run that was interrupted is finished by the next one, without another
    /// key; so is that of another tenant with the same keys, onto the key that was made for the first.
    /// </summary>
    public async Task<Outcome<Rotated>> RotateWrapping(
        Officer officer,
        IProgress<long>? progress,
        CancellationToken ct)
    {
        if (KeyRights.ToKeep(officer) is { } barred)
            return barred;

        var rewrapping = new Rewrapping(perishable, keys.Ring.Reload());
        var before = await rewrapping.Needed(ct);
        if (before.Count == 0)
        {
            keys.Ring.Make();
            before = await rewrapping.Needed(ct);
        }

        await rewrapping.CloseOthers(ct);
        var secrets = await rewrapping.Run(progress, ct);
        var key = Guid.Parse(keys.Ring.Newest.Id);
        // In the stream of the new key, once: a run that was killed after this finds it there.
        await events.Append(
            [new(key, 0, [Facts.New(
                new WrappingKeyRotated(key, [.. before.Select(Guid.Parse)], secrets),
                office.Now,
                officer.Id)])], ct);
        await rewrapping.MarkEmptied(before, ct);
        return new Rotated(keys.Ring.Newest.Id, before, secrets);
    }

    /// <summary>Takes a key out of use that no row of any tenant needs. Its file is kept aside.</summary>
    /// <returns>Where the file is now.</returns>
    public async Task<Outcome<string>> Retire(string id, Officer officer, CancellationToken ct)
    {
        if (KeyRights.ToKeep(officer) is { } barred)
            return barred;
        if (keys.Ring.Reload().All.All(k => k.Key.Id != id))
            return new Refusal("keys.no-such-key", Basis.Keys, id);
        if (keys.Ring.Newest.Id == id)
            return new Refusal("keys.newest-key", Basis.Keys, id);
        if (await StillNeeded(id, ct) is { } needed)
            return needed;

        var aside = keys.Ring.Retire(id);
        await events.Append(
            [new(Ids.New(), 0, [Facts.New(new WrappingKeyRetired(Guid.Parse(id)), office.Now, officer.Id)])],
            ct);
        return aside;
    }

    private async Task<Refusal?> StillNeeded(string id, CancellationToken ct)
    {
        foreach (var tenant in home.TenantsWithKeys())
        {
            await using var transaction = await perishable.BeginFor(tenant, ct);
            var (under, _) = await WrappingKeys.Count(transaction, id, ct);
            if (under > 0
                || (await WrappingKeys.All(transaction, ct)).Any(k => k.Id == id && k.ClosedAt is null))
                return new Refusal("keys.still-needed", Basis.Keys, tenant, id, under);
        }

        return null;
    }

}
