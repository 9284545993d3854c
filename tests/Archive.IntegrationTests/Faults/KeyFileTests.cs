using System.Runtime.Versioning;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Keys.Certificates;
using Archive.Storage.Files;
using Archive.Storage.Keys;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// The keys of an archive that has worked are its owner's only, and one that others may read is not used.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class KeyFileTests(SignedVisit visit) : IClassFixture<SignedVisit>
{
    private TestSettings Settings => visit.Archive.Settings;

    [Fact]
    public void Every_file_with_a_key_in_it_is_readable_by_its_owner_only()
    {
        using var certificate = SigningCertificate.LoadOrCreateDevelopment(CertificateFolder, TimeProvider.System);

        var files = Directory.GetFiles(Settings.KeysPath, "*", SearchOption.AllDirectories);
        var keys = files.Where(f => Path.GetExtension(f) == ".key").ToList();

        Assert.Equal(6, keys.Count); // key-encryption, suppression, log, export, anchor, certificate
        Assert.All(files.Except(keys), file => Assert.DoesNotContain("PRIVATE", File.ReadAllText(file)));
        Assert.All(keys, key => Assert.Equal((key, FilePermissions.Mode), (key, File.GetUnixFileMode(key))));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_key_that_others_may_use_is_refused(UnixFileMode others)
    {
        using var certificate = SigningCertificate.LoadOrCreateDevelopment(CertificateFolder, TimeProvider.System);
        var uses = new (string File, Action Use)[]
        {
            ("key-encryption.key", () => KeyEncryptionKey.OpenOrCreate(
                Path.Combine(Settings.KeysPath, "key-encryption.key"))),
            ("suppression.key", () => KeyEncryptionKey.OpenOrCreate(
                Path.Combine(Settings.KeysPath, "suppression.key"))),
            ($"log-{Settings.Tenant}.key", () => visit.Archive.Get<LogKeys>().Signer(1)),
            ($"export-{Settings.Tenant}.key", () => Settings.ExportSigner()),
            ("certificate/signer.key", () => SigningCertificate.LoadOrCreateDevelopment(
                CertificateFolder,
                TimeProvider.System).Dispose()),
        };
        foreach (var (file, use) in uses)
        {
            use(); // which makes it, the first time
            var path = Path.Combine(Settings.KeysPath, file);
            File.SetUnixFileMode(path, FilePermissions.Mode | others);

            var fault = Assert.Throws<FaultException>(use);
            File.SetUnixFileMode(path, FilePermissions.Mode);

            Assert.Contains($"chmod 600 '{path}'", fault.Message);
            use();
        }
    }

    [Fact]
    public async Task A_worker_does_not_start_with_one()
    {
        var path = Path.Combine(Settings.KeysPath, "key-encryption.key");
        File.SetUnixFileMode(path, FilePermissions.Mode | UnixFileMode.OtherRead);
        using var worker = ProductProcess.Worker(Settings);
        var code = await worker.Ended(TimeSpan.FromMinutes(1));
        File.SetUnixFileMode(path, FilePermissions.Mode);

        Assert.NotEqual(0, code);
        Assert.Contains($"chmod 600 '{path}'", worker.Output);
    }

    private string CertificateFolder => Path.Combine(Settings.KeysPath, "certificate");
}
