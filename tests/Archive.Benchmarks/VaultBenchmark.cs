using System.Security.Cryptography;
using Archive.Evidence;
using Archive.IntegrationTests;
using Archive.Storage.Vault;

namespace Archive.Benchmarks;

/// <summary>Keeping bytes in the vault, sealed and crash-safe, beside writing them to a file and syncing it.</summary>
internal static class VaultBenchmark
{
    /// <param name="directory">On the disk that is measured.</param>
    /// <param name="length">Bytes in all, cut into equal pieces.</param>
    public static async Task<Measured> Run(string directory, int length, int pieces, int rounds)
    {
        var vault = new FileVault(Path.Combine(directory, "vault"), TestDatabase.Tenant);
        var plain = Directory.CreateDirectory(Path.Combine(directory, "plain")).FullName;
        var bytes = RandomNumberGenerator.GetBytes(length);
        var measured = new Measured();
        for (var i = 0; i < rounds; i++)
        {
            var unit = (Ids.New(), Secret: RandomNumberGenerator.GetBytes(32));
            var cut = Enumerable.Range(0, pieces)
                .Select(
                    p => new Piece(
                        unit.Item1,
                        unit.Secret,
                        bytes.AsMemory(p * (length / pieces), length / pieces))).ToList();
            await measured.Round(
                () => vault.Keep(ObjectKind.File, cut, default),
                () => Write(Path.Combine(plain, $"{Ids.New()}"), bytes));
        }

        return measured;
    }

    private static async Task Write(string path, byte[] bytes)
    {
        await using var file = new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 0);
        await file.WriteAsync(bytes);
#pragma warning disable RS0030 // the plain way is what ours is measured against
        file.Flush(flushToDisk: true);
#pragma warning restore RS0030
    }
}
