using System.Runtime.Versioning;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Keys;
using Archive.People;
using Archive.Records;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Log;

namespace Archive.IntegrationTests.Keys;

/// <summary>Keys are put in a file, lost, and put back; then everything opens.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackupTests : IAsyncLifetime
{
    private const string Passphrase = "zeven fietsen in de regen";

    private readonly Officer keeper = new(Ids.New(), "Dewi", [Role.Archivist]);
    private readonly DirectoryInfo elsewhere = Directory.CreateTempSubdirectory("archive-backup-");
    private ArchiveUnderTest archive = null!;

    private string KeysPath => archive.Settings.KeysPath;

    private BackupDesk Desk => archive.Get<BackupDesk>();

    private string BackupFile => Path.Combine(elsewhere.FullName, "keys.age");

    public async Task InitializeAsync()
    {
        archive = await ArchiveUnderTest.Start();
        await archive.Visit();
    }

    public async Task DisposeAsync()
    {
        await archive.DisposeAsync();
        elsewhere.Delete(recursive: true);
    }

    [Fact]
    public async Task After_the_keys_are_gone_and_put_back_everything_opens_and_the_log_goes_on()
    {
        await archive.Get<KeyDesk>().RotateWrapping(keeper, null, default);
        var before = KeyBackup.Collect(KeysPath);
        var made = (await Desk.Backup(BackupFile, Passphrase, keeper, default)).Value();
        Directory.Delete(KeysPath, recursive: true);
        var fault = await Assert.ThrowsAsync<FaultException>(() => Host());
        Assert.Contains("sealed for ever", fault.Message);

        var putBack = (await Desk.Restore(BackupFile, Passphrase, keeper, default)).Value();

        Assert.Empty(putBack.StillLost);
        Assert.Equal(made.Backup, putBack.Backup.Backup);
        Assert.Equal(before, KeyBackup.Collect(KeysPath), new SameFile());
        Assert.All(
            Directory.GetFiles(KeysPath, "*", SearchOption.AllDirectories),
            f => Assert.Equal(FilePermissions.Mode, File.GetUnixFileMode(f)));
        var keys = await Host();
        var units = await Units();
        Assert.NotEmpty(units);
        Assert.Equal(units.Count, (await new UnitSecrets(archive.Database.Perishable, keys.Ring)
            .Get(units, default)).Count);
        Assert.NotNull(await archive.Get<LogCatchUp>().BringUpToDate(default)); // signs with the key that was put back
        Assert.Empty(
            (await archive.Get<LogReader>().Verify(archive.Get<OutsideCheckpoint>().Read(), default)).Findings);
        Assert.Equal(
            [typeof(WrappingKeyRotated), typeof(KeysBackedUp), typeof(KeysRestored)],
            (await archive.RecordedFacts()).Select(f => f.GetType()).Where(t => t.Namespace == "Archive.Keys"));
    }

    [Fact]
    public async Task Keys_that_are_there_are_never_overwritten()
    {
        await Desk.Backup(BackupFile, Passphrase, keeper, default);

        Assert.Equal(
            "keys.keys-there",
            (await Desk.Restore(BackupFile, Passphrase, keeper, default)).Refusal?.Code);
        Assert.Equal(
            "keys.backup-exists",
            (await Desk.Backup(BackupFile, Passphrase, keeper, default)).Refusal?.Code);
    }

    [Fact]
    public async Task A_back_up_from_before_a_rotation_says_what_is_still_lost()
    {
        await Desk.Backup(BackupFile, Passphrase, keeper, default);
        var rotated = (await archive.Get<KeyDesk>().RotateWrapping(keeper, null, default)).Value();
        Directory.Delete(KeysPath, recursive: true);

        var stillLost = (await Desk.Restore(BackupFile, Passphrase, keeper, default)).Value().StillLost;

        Assert.Contains(rotated.Key, Assert.Single(stillLost).ToString());
    }

    [Fact]
    public async Task A_wrong_passphrase_another_archive_or_a_short_passphrase_is_refused_and_nothing_is_put_back()
    {
        await Desk.Backup(BackupFile, Passphrase, keeper, default);
        Directory.Delete(KeysPath, recursive: true);
        var other = Path.Combine(elsewhere.FullName, "other.age");
        await File.WriteAllBytesAsync(
            other,
            KeyBackup.Write("elders.example", DateTimeOffset.UnixEpoch, [new("suppression.key", [1])], Passphrase));

        Assert.Contains(
            "passphrase",
            (await Desk.Restore(BackupFile, Passphrase + "!", keeper, default)).Refusal!.In(Language.En));
        Assert.Contains(
            "elders.example",
            (await Desk.Restore(other, Passphrase, keeper, default)).Refusal!.In(Language.En));
        Assert.Contains(
            "There is no",
            (await Desk.Restore(other + "x", Passphrase, keeper, default)).Refusal!.In(Language.En));
        Assert.False(Directory.Exists(KeysPath));
        Assert.Contains(
            "at least 16",
            (await Desk.Backup(other + "y", "kort", keeper, default)).Refusal!.In(Language.En));
        var officer = new Officer(Ids.New(), "Anna", [Role.RecordsOfficer]);
        Assert.Contains(
            "archivist",
            (await Desk.Restore(BackupFile, Passphrase, officer, default)).Refusal!.In(Language.En));
    }

    [Fact]
    public async Task A_back_up_does_not_go_beside_the_data() =>
        Assert.Contains("another place", (await Desk.Backup(
            Path.Combine(archive.Settings.Home, "keys.age"),
            Passphrase,
            keeper,
            default)).Refusal!.In(Language.En));

    [Fact]
    public async Task Age_and_tar_open_it_without_us()
    {
        await Desk.Backup(BackupFile, Passphrase, keeper, default);
        var tar = Path.Combine(elsewhere.FullName, "keys.tar");
        await File.WriteAllBytesAsync(tar, AgeFile.Decrypt(await File.ReadAllBytesAsync(BackupFile), Passphrase));

        using var process = System.Diagnostics.Process.Start("tar", ["-xf", tar, "-C", elsewhere.FullName]);
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.StartsWith(
            "archive/key-backup/v1\narchive.example\n",
            await File.ReadAllTextAsync(Path.Combine(elsewhere.FullName, "archive-keys.txt")));
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(KeysPath, "certificate", "signer.key")),
            await File.ReadAllBytesAsync(Path.Combine(elsewhere.FullName, "certificate", "signer.key")));
    }

    private async Task<OpenedKeys> Host()
    {
        var keys = new OpenedKeys(
            archive.Settings, KeyHost.Lost(archive.Database, archive.Settings), archive.Database
                .Perishable, TimeProvider.System);
        await keys.Open(default);
        return keys;
    }

    private async Task<IReadOnlyList<Guid>> Units()
    {
        await using var transaction = await archive.Database.Perishable.Begin(default);
        await using var query = transaction.Command("SELECT unit FROM perishable.unit_secret");
        await using var rows = await query.ExecuteReaderAsync();
        var units = new List<Guid>();
        while (await rows.ReadAsync())
            units.Add(rows.GetGuid(0));
        return units;
    }

    private sealed class SameFile : IEqualityComparer<KeyBackup.Entry>
    {
        public bool Equals(KeyBackup.Entry? one, KeyBackup.Entry? other) =>
            one!.Path == other!.Path && one.Bytes.AsSpan().SequenceEqual(other.Bytes);

        public int GetHashCode(KeyBackup.Entry entry) => entry.Path.GetHashCode(StringComparison.Ordinal);
    }
}
