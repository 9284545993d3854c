using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Keys.Certificates;
using Archive.People;
using Archive.Records;
using Archive.Storage.Anchor;
using Archive.Storage.Facts;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Postgres;

namespace Archive.Keys;

/// <summary>
/// An officer gives up keys that are lost for good, so that the archive goes on without what only they could do. The
/// loss is a fact; what was made before stays as it is (docs/decisions/0120).
/// </summary>
public sealed class GiveUpKey(
    ArchiveHome home, EventStore events, PerishableDatabase perishable, LostKeys lost, LogKeys logs,
    OutsideCheckpoint outside, OfficeTime office, IKeyStore? store = null)
{
    private static readonly string GivenUp = Facts.NameOf(typeof(KeyGivenUp));

    /// <param name="kind">All lost keys of this kind.</param>
    /// <param name="known">
    /// The public half of a lost signing key, where it is not kept beside the checkpoints; null otherwise.
    /// </param>
    /// <returns>The keys that were given up. Broken off anywhere, it is done by the next run.</returns>
    public async Task<Outcome<IReadOnlyList<LostKey>>> Run(
        KeyKind kind, NoteKey? known, Officer officer, CancellationToken ct)
    {
        if (KeyRights.ToKeep(officer) is { } barred)
            return barred;
        // A host that still runs has the key in memory: what it holds could be sealed under another one.
        await using var hold = await ServingLock.Alone(perishable, ct);
        if (hold is null)
            return new Refusal("keys.give-up-served", Basis.Keys);
        IReadOnlyList<LostKey> gone = [.. (await lost.Find(ct)).Where(key => key.Kind == kind)];
        if (gone.Count == 0)
            return new Refusal("keys.not-lost", Basis.Keys, KeyWords.For(kind));

        foreach (var key in gone)
        {
            var refused = kind switch
            {
                KeyKind.Wrapping => await Wrapping(key, officer, ct),
                KeyKind.Suppression => await Suppression(officer, ct),
                KeyKind.Log => await Log(key, known, officer, ct),
                KeyKind.Export => await Export(known, officer, ct),
                KeyKind.Anchor => await Anchor(known, officer, ct),
                KeyKind.Certificate => await Certificate(officer, ct),
            };
            if (refused is not null)
                return refused;
        }

        return Outcome.Of(gone);
    }

    /// <summary>
    /// What was sealed under it: facts name every unit, then the secrets that nothing opens go, with what was known of
    /// the records. What is still on the platform is kept anew at the next visit.
    /// </summary>
    private async Task<Refusal?> Wrapping(LostKey key, Officer officer, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var units = await WrappingKeys.UnitsUnder(transaction, key.Which, ct);
        await Record(
            [
                .. UnitsLost.Of(UnitLoss.KeyGivenUp, units, officer.Id),
                new KeyGivenUp(KeyKind.Wrapping, Guid.Parse(key.Which), null, null, units.Count, officer.Id),
            ],
            officer, ct);
        await RecordProjection.Hold(transaction, ct);
        foreach (var record in await RecordTraces.Lose(transaction, units, ct))
            await RecordProjection.Remove(transaction, record, ct);
        await WrappingKeys.GiveUp(transaction, key.Which, ct);
        await transaction.Commit(ct);
        return null;
    }

    /// <summary>
    /// What is kept is recognised under the new key before that has its name; what was destroyed cannot be.
    /// </summary>
    private async Task<Refusal?> Suppression(Officer officer, CancellationToken ct)
    {
        var aside = Path.ChangeExtension(home.SuppressionKeyPath, "next.key");
        var next = KeyEncryptionKey.OpenOrCreate(aside, store);
        await Record(
            [new KeyGivenUp(KeyKind.Suppression, null, null, null, 0, officer.Id)], officer, ct);
        foreach (var tenant in home.TenantsWithKeys())
        {
            await using var transaction = await perishable.BeginFor(tenant, ct);
            await RecordTraces.RecogniseBy(new(next, tenant), transaction, ct);
            await transaction.Commit(ct);
        }

        DurableFile.Move(aside, home.SuppressionKeyPath);
        return null;
    }

    private async Task<Refusal?> Log(LostKey key, NoteKey? known, Officer officer, CancellationToken ct)
    {
        var last = outside.Read();
        var newest = last is null ? 1 : logs.LogOf(last.Text.Split('\n')[0]) ?? 1;
        var log = Enumerable.Range(1, newest).First(number => logs.PathOf(number) == key.Which);
        return await Signing(
            KeyKind.Log, logs.Of(log), log == newest ? last : outside.LastOf(log), known, officer, ct);
    }

    private Task<Refusal?> Export(NoteKey? known, Officer officer, CancellationToken ct) =>
        Signing(KeyKind.Export, home.ExportKeys(), null, known, officer, ct);

    private Task<Refusal?> Anchor(NoteKey? known, Officer officer, CancellationToken ct) => Signing(
        KeyKind.Anchor, home.AnchorKeys(), new OutsideAnchor(home.CheckpointPath).Read(), known, officer, ct);

    /// <summary>
    /// Another key signs from the last checkpoint on. The old one's public half is needed: with it everything that is
    /// signed already still verifies, and the new key goes on from there and from nowhere else.
    /// </summary>
    /// <param name="last">What the lost key signed last; null of exports, of which none is kept here.</param>
    private async Task<Refusal?> Signing(
        KeyKind kind, SigningKeys keys, SignedNote? last, NoteKey? known, Officer officer, CancellationToken ct)
    {
        var half = new[] { known, PublicKeys.Of(home, keys) }.FirstOrDefault(
            key => key is not null && key.Name == keys.Name && last?.Verify(key) is not false);
        if (half is null && kind != KeyKind.Export)
            return new Refusal("keys.vkey-needed", Basis.Keys, keys.Path, keys.Name);

        var next = keys.MakeNext().Key;
        var before = await events.OfType(GivenUp, ct);
        if (!before.Any(fact => Facts.Read(fact) is KeyGivenUp given && given.NewKey == next.Digest))
            await Record([new KeyGivenUp(kind, null, half?.Digest, next.Digest, 0, officer.Id)], officer, ct);
        var size = (last ?? outside.Read()) is { } note ? Checkpoint.Parse(note.Text).Size : 0;
        keys.GiveUp(half, size);
        PublicKeys.Keep(home);
        return null;
    }

    /// <summary>A development certificate signs until that of a trust-service provider is imported.</summary>
    private async Task<Refusal?> Certificate(Officer officer, CancellationToken ct)
    {
        await Record([new KeyGivenUp(KeyKind.Certificate, null, null, null, 0, officer.Id)], officer, ct);
        var folder = CertificateFolders.Next(home.KeysPath);
        DevelopmentCertificate.Ensure(folder, office.Now);
        await using var transaction = await perishable.Begin(ct);
        await CertificateRow.Write(transaction, CertificateStatus.Read(folder), ct);
        await transaction.Commit(ct);
        return null;
    }

    private async Task Record(IReadOnlyList<IFact> facts, Officer officer, CancellationToken ct)
    {
        var fresh = facts.Select(fact => Facts.New(fact, office.Now, officer.Id)).ToList();
        if (!await events.Append([new(Ids.New(), 0, fresh)], ct))
            throw Sentences.Fault("keys.act-not-recorded");
    }
}
