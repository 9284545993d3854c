using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.People;
using Archive.Storage.Facts;
using Archive.Storage.Files;

namespace Archive.Keys;

/// <summary>What came of putting keys back.</summary>
/// <param name="StillLost">Keys that were used since and are not in this back-up.</param>
public sealed record KeysPutBack(BackedUp Backup, IReadOnlyList<LostKey> StillLost);

/// <summary>What a back-up holds.</summary>
/// <param name="Backup">SHA-256 of the file.</param>
public sealed record BackedUp(DateTimeOffset At, IReadOnlyList<string> Files, Digest Backup);

/// <summary>
/// Where officers make a back-up of the keys, apart from the data, and put it back where the keys are gone.
/// </summary>
public sealed class BackupDesk(ArchiveHome home, EventStore events, LostKeys lost, OfficeTime office)
{
    /// <summary>Writes a back-up and reads it back before it is recorded as made.</summary>
    /// <param name="file">A new file; an existing one is never overwritten.</param>
    public async Task<Outcome<BackedUp>> Backup(
        string file,
        string passphrase,
        Officer officer,
        CancellationToken ct)
    {
        if (KeyRights.ToKeep(officer) is { } barred)
            return barred;
        if (passphrase.Length < KeyBackup.ShortestPassphrase)
            return new Refusal("keys.passphrase-short", Basis.Keys, KeyBackup.ShortestPassphrase);
        if (Path.GetFullPath(file)
            .StartsWith(Path.GetFullPath(home.Directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return new Refusal("keys.backup-beside-data", Basis.Keys, file, home.Directory);
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            return new Refusal("keys.no-directory", Basis.Keys, file);
        if (await lost.Find(ct) is [_, ..] missing)
            throw Sentences.Fault("keys.backup-not-whole", LostKey.Say(missing));

        var (at, entries) = (CanonicalMoment.Truncate(office.Now), KeyBackup.Collect(home.KeysPath));
        if (!DurableFile.WriteNew(file, KeyBackup.Write(home.Name, at, entries, passphrase), FilePermissions.Mode))
            return new Refusal("keys.backup-exists", Basis.NothingOverwritten, file);
        var written = await File.ReadAllBytesAsync(file, ct);
        var (_, read) = KeyBackup.Read(written, home.Name, passphrase);

        var made = new BackedUp(at, [.. read.Select(e => e.Path)], Digest.Of(written));
        await Record(new KeysBackedUp(made.Backup, made.Files.Count), officer, ct);
        return made;
    }

    /// <summary>
    /// Puts keys back where there are none. All files, or none: they are written aside and take their place in one
    /// step.
    /// </summary>
    public async Task<Outcome<KeysPutBack>> Restore(
        string file, string passphrase, Officer officer, CancellationToken ct)
    {
        if (KeyRights.ToKeep(officer) is { } barred)
            return barred;
        var keys = home.KeysPath;
        if (Directory.Exists(keys) && Directory.EnumerateFileSystemEntries(keys).Any())
            return new Refusal("keys.keys-there", Basis.NothingOverwritten, keys);

        if (!File.Exists(file))
            return new Refusal("keys.no-backup", Basis.Keys, file);
        var bytes = await File.ReadAllBytesAsync(file, ct);
        DateTimeOffset at;
        IReadOnlyList<KeyBackup.Entry> entries;
        try
        {
            (at, entries) = KeyBackup.Read(bytes, home.Name, passphrase);
        }
        catch (FormatException e)
        {
            return new Refusal("keys.backup-unfit", Basis.Keys, file, Sentence.Of(e));
        }

        var aside = $"{keys}.restoring";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true); // of one that was killed
        foreach (var entry in entries)
        {
            var path = Path.Combine(aside, entry.Path);
            DurableFile.CreateDirectory(Path.GetDirectoryName(path)!);
            DurableFile.WriteNew(path, entry.Bytes, FilePermissions.Mode);
        }

        if (Directory.Exists(keys))
            Directory.Delete(keys); // empty, as was seen above; if not any more, this throws
        DurableFile.Move(aside, keys);

        var stillLost = await lost.Find(ct); // and opens every key-encryption key
        var putBack = new BackedUp(at, [.. entries.Select(e => e.Path)], Digest.Of(bytes));
        await Record(new KeysRestored(putBack.Backup, entries.Count, stillLost.Count), officer, ct);
        return new KeysPutBack(putBack, stillLost);
    }

    private async Task Record(IFact fact, Officer officer, CancellationToken ct)
    {
        if (!await events.Append([new(Ids.New(), 0, [Facts.New(fact, office.Now, officer.Id)])], ct))
            throw Sentences.Fault("keys.act-not-recorded");
    }

}
