using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.IntegrationTests.Faults;
using Archive.Keys;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.IntegrationTests.Keys;

/// <summary>A key that was used and is gone is named, with what is lost; no new one takes its place.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LostKeysTests(SignedVisit visit) : IClassFixture<SignedVisit>
{
    private TestSettings Settings => visit.Archive.Settings;

    [Theory]
    [InlineData("key-encryption.key", "secrets of", "sealed for ever", "still verify")]
    [InlineData("suppression.key", "no longer recognised")]
    [InlineData("log-voorbeeldstad.key", "nothing new can be signed")]
    public async Task A_lost_key_is_a_fault_that_says_what_is_lost(string file, params string[] says)
    {
        var path = Path.Combine(Settings.KeysPath, file);
        var key = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        try
        {
            var fault = await Assert.ThrowsAsync<FaultException>(Open);

            Assert.All(says, s => Assert.Contains(s, fault.Message));
            Assert.Contains("archive keys restore", fault.Message);
            Assert.False(File.Exists(path)); // and none was made
        }
        finally
        {
            await PutBack(path, key);
        }

        await Open();
    }

    [Fact]
    public async Task All_that_are_lost_are_named_at_once_and_the_secrets_are_counted()
    {
        var id = visit.Archive.Get<KeyRing>().Newest.Id;
        var secrets = await Count();
        var aside = Settings.KeysPath + ".aside";
        Directory.Move(Settings.KeysPath, aside);
        try
        {
            var fault = await Assert.ThrowsAsync<FaultException>(Open);

            Assert.Contains($"{id} ", fault.Message);
            Assert.Contains($"{secrets} secrets of {secrets} ", fault.Message);
            Assert.Contains("suppression.key", fault.Message);
            Assert.Contains("log-voorbeeldstad.key", fault.Message);
            Assert.False(Directory.Exists(Settings.KeysPath));
        }
        finally
        {
            Directory.Move(aside, Settings.KeysPath);
        }

        await Open();
    }

    [Fact]
    public async Task Another_key_in_its_place_does_not_hide_the_loss()
    {
        var path = Path.Combine(Settings.KeysPath, "key-encryption.key");
        var key = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        var another = KeyEncryptionKey.OpenOrCreate(path).Id;
        try
        {
            var fault = await Assert.ThrowsAsync<FaultException>(Open);

            Assert.Contains(visit.Archive.Get<KeyRing>().Newest.Id, fault.Message);
            Assert.DoesNotContain(another, fault.Message);
        }
        finally
        {
            File.Delete(path);
            await PutBack(path, key);
        }
    }

    [Fact]
    public async Task A_worker_does_not_start_without_one()
    {
        var path = Path.Combine(Settings.KeysPath, "key-encryption.key");
        var key = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        using var worker = ProductProcess.Worker(Settings);
        var code = await worker.Ended(TimeSpan.FromMinutes(1));
        var made = File.Exists(path);
        await PutBack(path, key);

        Assert.NotEqual(0, code);
        Assert.False(made);
        Assert.Contains("sealed for ever", worker.Output);
    }

    [Fact]
    public async Task A_new_archive_makes_its_keys_and_nothing_is_lost()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        var home = Directory.CreateTempSubdirectory("archive-test-");

        var host = await KeyHost.Open(database, home.FullName, "voorbeeldstad");

        Assert.True(File.Exists(Path.Combine(host.Settings.KeysPath, "key-encryption.key")));
        Assert.Empty(await KeyHost.Lost(database, host.Settings).Find(default));
        home.Delete(recursive: true);
        await database.DisposeAsync();
    }

    [Fact]
    public async Task An_archive_from_before_keys_were_written_down_is_taken_over_with_its_media_recognised()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        var home = Directory.CreateTempSubdirectory("archive-test-");
        var ring = KeyRing.OpenOrCreate(Path.Combine(home.FullName, "keys"));
        var unit = await new UnitSecrets(database.Perishable, ring).Create(
            UnitKind.Medium,
            default);
        await using (var superuser = NpgsqlDataSource.Create(database.SuperuserOf(Migrations.Perishable)))
        await using (var back = superuser.CreateCommand(
            """
            DROP TABLE perishable.wrapping_key; DROP INDEX perishable.unit_secret_one_medium_key;
            DELETE FROM public.migration WHERE name = '0040_wrapping_keys.sql';
            INSERT INTO perishable.medium SELECT tenant_id, unit, '\x00', '', '\x00', '', 1 FROM perishable.unit_secret;
            """))
        {
            await back.ExecuteNonQueryAsync();
        }

        await Migrations.Apply(
            database.ConnectionString("archive_owner", Migrations.Perishable),
            Migrations.Perishable,
            typeof(ArchiveServices).Assembly,
            default);
        var host = await KeyHost.Open(database, home.FullName, "voorbeeldstad");

        Assert.Equal(unit.Secret, await host.Units.Get(unit.Unit, default));
        Assert.Equal(RecognisedBefore(host.Settings, "a picture"u8), host.Keys.Medium.Of("a picture"u8));
        File.Delete(Path.Combine(host.Settings.KeysPath, "key-encryption.key"));
        Assert.Contains("2 secrets of 2", (await KeyHost.Lost(database, host.Settings).Find(default))[0].ToString());
        home.Delete(recursive: true);
        await database.DisposeAsync();
    }

    /// <summary>
    /// HMAC under HKDF(key-encryption key, `archive/medium/v1` LF ‖ SHA-256(tenant)), as it was before.
    /// </summary>
    private static byte[] RecognisedBefore(TestSettings settings, ReadOnlySpan<byte> medium)
    {
        var key = Convert.FromHexString(
            File.ReadLines(Path.Combine(settings.KeysPath, "key-encryption.key")).ElementAt(2));
        byte[] info = [.. "archive/medium/v1\n"u8, .. SHA256.HashData(Encoding.ASCII.GetBytes(settings.Tenant))];
        return HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, null, info), medium);
    }

    private Task Open() => new OpenedKeys(
        Settings, KeyHost.Lost(visit.Archive.Database, Settings), visit.Archive.Database.Perishable,
        TimeProvider.System).Open(default);

    private async Task<long> Count()
    {
        await using var superuser = NpgsqlDataSource.Create(visit.Archive.Database.SuperuserOf(Migrations.Perishable));
        await using var query = superuser.CreateCommand("SELECT count(*) FROM perishable.unit_secret");
        return (long)(await query.ExecuteScalarAsync())!;
    }

    private static async Task PutBack(string path, byte[] key)
    {
        await File.WriteAllBytesAsync(path, key);
        File.SetUnixFileMode(path, FilePermissions.Mode);
    }
}
