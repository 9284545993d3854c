using System.Security.Cryptography;
using Archive.Evidence.Verification;
using Archive.Tests.Evidence.Verification;

namespace Archive.Benchmarks;

/// <summary>Verifying an export beside computing the SHA-256 of the same bytes.</summary>
internal static class VerifyBenchmark
{
    public static async Task<(Measured Measured, long Bytes)> Run(int megabytes, int rounds)
    {
        using var export = new SyntheticExport(beforeSealing: e =>
        {
            e.Write("originals/laat.mp4", RandomNumberGenerator.GetBytes(megabytes << 20));
        });
        var trust = Trust.Parse(export.TrustText());
        var zip = export.Zip();
        var measured = new Measured();
        for (var i = 0; i < rounds; i++)
        {
            await measured.Round(
                () => Task.Run(() => Assert.Equal(Verdict.Verified, ExportVerifier.Verify(zip, trust).Verdict)),
                () => Task.Run(() => Hash(zip)));
        }

        return (measured, new FileInfo(zip).Length);
    }

    private static void Hash(string path)
    {
        using var file = File.OpenRead(path);
        SHA256.HashData(file);
    }
}
