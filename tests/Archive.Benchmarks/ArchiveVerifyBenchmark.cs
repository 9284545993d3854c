using System.Security.Cryptography;
using Archive.Capture;
using Archive.Evidence;
using Archive.IntegrationTests;
using Archive.Integrity;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.Benchmarks;

/// <summary>
/// `archive verify --all` of a captured archive beside reading and hashing the same bytes of the vault, in one thread.
/// </summary>
internal static class ArchiveVerifyBenchmark
{
    /// <param name="megabytes">
    /// Of films put in besides what a visit brings; 0 for texts and small pictures only.
    /// </param>
    public static async Task<(Measured Measured, long Bytes, long Versions)> Run(int megabytes, int rounds)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        for (var film = 0; film < megabytes / FilmSize; film++)
            await KeepFilm(archive);
        await archive.BringUpToDate();

        var (vault, verification) = (archive.Get<IVault>(), archive.Get<ArchiveVerification>());
        var measured = new Measured();
        ArchiveVerificationResult? report = null;
        for (var i = 0; i <= rounds; i++)
        {
            var round = i == 0 ? new Measured() : measured; // the first is for the compiler
            await round.Round(
                async () => report = await verification.Run(all: true, progress: null, default),
                () => Task.Run(() => Hash(archive.Settings.Vault.Place)));
            Assert.True(report!.Holds);
        }

        return (measured, report!.Kept.Bytes, report.Kept.Versions.Values.Sum());
    }

    private const int FilmSize = 16;

    /// <summary>A film as a visit keeps one, and a fact that names it.</summary>
    private static async Task KeepFilm(ArchiveUnderTest archive)
    {
        var bytes = RandomNumberGenerator.GetBytes(FilmSize << 20);
        var unit = await archive.Get<UnitSecrets>().Create(UnitKind.Medium, default);
        var kept = await archive.Get<IVault>().Keep(ObjectKind.File, [new(unit.Unit, unit.Secret, bytes)], default);
        await using (var transaction = await archive.Database.Perishable.Begin(default))
        {
            await transaction.Run(
                """
                INSERT INTO perishable.medium (tenant_id, unit, key, object, digest, media_type, length)
                VALUES ($1, $2, $3, $4, $5, 'video/mp4', $6)
                """,
                default, TestDatabase.Tenant.ToString(), unit.Unit, RandomNumberGenerator.GetBytes(32), kept.Name
                    .ToString(),
                SHA256.HashData(bytes), (long)bytes.Length);
            await transaction.Commit(default);
        }

        var visit = Ids.New();
        var fact = new ResponseStored(archive.Source.Id, visit, Endpoint.Medium, kept.Name, unit.Unit, 200, 0);
        Assert.True(await archive.Get<EventStore>().Append(
            [new(visit, 0, [Facts.New(fact, TimeProvider.System.GetUtcNow())])], default));
    }

    private static void Hash(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            using var file = File.OpenRead(path);
            SHA256.HashData(file);
        }
    }
}
