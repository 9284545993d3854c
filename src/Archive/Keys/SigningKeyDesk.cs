using System.Globalization;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.People;
using Archive.Records;
using Archive.Storage.Facts;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Log;

namespace Archive.Keys;

/// <summary>Where signing keys are changed for others (docs/decisions/0067).</summary>
public sealed class SigningKeyDesk(
    ArchiveHome home, EventStore events, LogKeys logKeys, LogReader log, LogCatchUp keeping, TimeProvider clock)
{
    private static readonly string Changed = Facts.NameOf(typeof(SigningKeyChanged));

    /// <summary>Changes the key for a new one. Broken off anywhere, it goes on when it is asked for again.</summary>
    /// <returns>The new key, in use; or why it was refused.</returns>
    public async Task<Outcome<NoteKey>> Rotate(SigningRole role, Officer officer, CancellationToken ct)
    {
        if (KeyRights.ToKeep(officer) is { } barred)
            return barred;
        var (keys, number) = await Of(role, ct);
        var (old, next) = (keys.Current.Key, keys.MakeNext().Key);
        if (!(await Changes(ct)).Any(change => change.Fact.NewKey == next.Digest))
            await Record(new(role, number, old.Digest, next.Digest, officer.Id), ct);

        var checkpoint = await keeping.BringUpToDate(ct);
        if (role == SigningRole.Export)
            keys.Change(Checkpoint.Parse(checkpoint!.Text).Size);
        await HandOver(ct);
        PublicKeys.Keep(home);
        return keys.Current.Key == next
            ? next
            : throw Sentences.Fault("keys.not-changed", next.Name, home.KeysPath);
    }

    /// <summary>Every key of the role there ever was, the one in use last.</summary>
    public async Task<IReadOnlyList<NoteKey>> All(SigningRole role, CancellationToken ct)
    {
        var (keys, _) = await Of(role, ct);
        return [.. keys.Old.Select(old => old.Key), keys.Current.Key];
    }

    /// <summary>
    /// Writes, for each change of the log's key, what proves it to who knows the old key: the fact, and its place under
    /// the checkpoint that both have signed. Files that are there stay.
    /// </summary>
    /// <returns>The proofs' paths, of the current log.</returns>
    public async Task<IReadOnlyList<string>> HandOver(CancellationToken ct)
    {
        var current = await events.CurrentLog(ct);
        var old = logKeys.Of(current).Old.ToDictionary(o => o.Key.Digest);
        var paths = new List<string>();
        foreach (var (id, fact, statement) in await Changes(ct))
        {
            if (fact.Role != SigningRole.Log || fact.Log != current || !old.TryGetValue(fact.OldKey, out var before))
                continue;
            var leaf = await log.LeafOf(id, ct)
                ?? throw Sentences.Fault("records.not-in-log", id);
            var checkpoint = await log.CheckpointAt(current, before.Until, ct)
                ?? throw Sentences.Fault("keys.checkpoint-gone", before.Until);
            var path = Path.Combine(home.CheckpointPath, string.Create(
                CultureInfo.InvariantCulture, $"{home.Tenant}.{current}.key-change-{before.Until}"));
            DurableFile.WriteNew($"{path}.json", statement);
            DurableFile.WriteNew($"{path}.tlog-proof", (await log.Proof(leaf, checkpoint, ct)).ToBytes());
            paths.Add($"{path}.tlog-proof");
        }

        return paths;
    }

    private async Task<(SigningKeys Keys, int Log)> Of(SigningRole role, CancellationToken ct)
    {
        var current = await events.CurrentLog(ct);
        return role switch
        {
            SigningRole.Log => (logKeys.Of(current), current),
            SigningRole.Export => (home.ExportKeys(), 1),
        };
    }

    private async Task<IReadOnlyList<(Guid Id, SigningKeyChanged Fact, byte[] Statement)>> Changes(
        CancellationToken ct) =>
        [.. from fact in await events.OfType(Changed, ct)
            let read = Facts.ReadOrNull(fact) as SigningKeyChanged
            where read is not null
            select (fact.Id, read, fact.Statement())];

    private async Task Record(SigningKeyChanged changed, CancellationToken ct)
    {
        var fact = Facts.New(changed, clock.GetUtcNow(), changed.Officer);
        if (!await events.Append([new(Ids.New(), 0, [fact])], ct))
            throw Sentences.Fault("keys.change-not-recorded");
    }
}
