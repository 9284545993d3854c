using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Keys.Certificates;

namespace Archive.Tests.Exports.Pdf;

public sealed class DevelopmentCertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = SamplePages.MadeAt;

    private readonly string room = Directory.CreateTempSubdirectory("archive-certificate-").FullName;

    public void Dispose() => Directory.Delete(room, recursive: true);

    [Fact]
    public void It_is_made_once_and_says_that_it_has_no_legal_value()
    {
        using var first = Load(Now);
        using var second = Load(Now.AddDays(1));

        Assert.Equal(first.Leaf.RawData, second.Leaf.RawData);
        Assert.Contains(
            "DEVELOPMENT - no legal value / ONTWIKKELING - geen rechtskracht",
            first.Leaf.Subject,
            StringComparison.Ordinal);
        Assert.Contains("DEVELOPMENT", Assert.Single(first.Chain).Subject, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", first.RootPem, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_we_can_read_its_files()
    {
        Load(Now).Dispose();
        var (_, modes) = Tool.Run("stat", ["--format=%a", .. Directory.GetFiles(Place)]);
        Assert.Equal("600\n600\n600\n", modes);
    }

    [Fact]
    public void Openssl_builds_the_same_chain()
    {
        Load(Now).Dispose();
        var (code, output) = Tool.Run(
            "openssl",
            "verify",
            "-no_check_time",
            "-CAfile",
            Path.Combine(Place, "root.pem"),
            Path.Combine(Place, "signer.pem"));
        Assert.True(code == 0, output);
    }

    [Fact]
    public void After_its_time_it_signs_no_more()
    {
        Load(Now).Dispose();
        var fault = Assert.Throws<FaultException>(() => Load(Now.AddYears(6)));
        Assert.Contains("Renew it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        Load(Now).Dispose();
        SigningCertificate.LoadOrCreateDevelopment(Path.Combine(room, "other"), new FixedClock(Now)).Dispose();
        File.Copy(Path.Combine(room, "other", "signer.key"), Path.Combine(Place, "signer.key"), overwrite: true);
        Assert.Throws<FaultException>(() => Load(Now));
    }

    [Fact]
    public void Of_many_first_users_all_get_the_same_one()
    {
        var names = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 8, _ =>
        {
            using var certificate = Load(Now);
            names.Add(certificate.Leaf.Thumbprint);
        });
        Assert.Single(names.Distinct());
        Assert.Single(Directory.GetDirectories(room));
    }

    private string Place => Path.Combine(room, "development");

    private SigningCertificate Load(DateTimeOffset at) =>
        SigningCertificate.LoadOrCreateDevelopment(Place, new FixedClock(at));
}
