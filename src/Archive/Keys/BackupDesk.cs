using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.People;
using Archive.Storage.Facts;
using Archive.Storage.Files;

namespace Archive.Keys;

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
    public async Task<(Refusal? Refused, BackedUp? Made)> Backup(
        string file,
        string passphrase,
        Officer officer,
        CancellationToken ct)
    {
        if (KeyRights.ToKeep(officer) is { } barred)
            return (barred, null);
        if (passphrase.Length < KeyBackup.ShortestPassphrase)
            return (Refuse($"A passphrase for keys has at least {KeyBackup.ShortestPassphrase} characters: who finds "
                + "the file may try for years."), null);
        if (Path.GetFullPath(file)
            .StartsWith(Path.GetFullPath(home.Directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return (Refuse($"{file} is in the archive's own directory {home.Directory}; a back-up of keys goes to "
                + "another place than the data."), null);
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            return (Refuse($"There is no directory for {file}."), null);
        if (await lost.Find(ct) is [_, ..] missing)
            throw new FaultException($"A back-up now would not be whole. {string.Join('\n', missing)}");

        var (at, entries) = (CanonicalMoment.Truncate(office.Now), KeyBackup.Collect(home.KeysPath));
        if (!DurableFile.WriteNew(file, KeyBackup.Write(home.Name, at, entries, passphrase), FilePermissions.Mode))
            return (Refuse($"{file} is there already; a back-up is never overwritten."), null);
        var written = await File.ReadAllBytesAsync(file, ct);
        var (_, read) = KeyBackup.Read(written, home.Name, passphrase);

        var made = new BackedUp(at, [.. read.Select(e => e.Path)], Digest.Of(written));
        await Record(new KeysBackedUp(made.Backup, made.Files.Count), officer, ct);
        return (null, made);
    }

    /// <summary>
    /// Puts keys back where there are none. All files, or none: they are written aside and take their place in one
    /// step.
    /// </summary>
    /// <returns>What was put back; and keys that were used since and are not in this back-up.</returns>
    public async Task<(Refusal? Refused, BackedUp? PutBack, IReadOnlyList<LostKey> StillLost)> Restore(
        string file, string passphrase, Officer officer, CancellationToken ct)
    {
        if (KeyRights.ToKeep(officer) is { } barred)
            return (barred, null, []);
        var keys = home.KeysPath;
        if (Directory.Exists(keys) && Directory.EnumerateFileSystemEntries(keys).Any())
        {
            return (Refuse($"There are keys in '{keys}', and they are never overwritten. If they are not the right "
                + "ones, move that directory away first: "
                + "something may be sealed with them."), null, []);
        }

        if (!File.Exists(file))
            return (Refuse($"There is no file {file}."), null, []);
        var bytes = await File.ReadAllBytesAsync(file, ct);
        DateTimeOffset at;
        IReadOnlyList<KeyBackup.Entry> entries;
        try
        {
            (at, entries) = KeyBackup.Read(bytes, home.Name, passphrase);
        }
        catch (FormatException e)
        {
            return (Refuse($"{file} is not put back. {e.Message}"), null, []);
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
        return (null, putBack, stillLost);
    }

    private async Task Record(IFact fact, Officer officer, CancellationToken ct)
    {
        if (!await events.Append([new(Ids.New(), 0, [Facts.New(fact, office.Now, officer.Id)])], ct))
            throw new FaultException(
                "An act upon keys could not be written down: its random stream id exists. Is the generator broken?");
    }

    private static Refusal Refuse(string reason) => new(reason, "docs/decisions/0097");
}
