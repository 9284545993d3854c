using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Keys;
using Archive.Keys.Certificates;
using Archive.People;
using Archive.Storage.Facts;

namespace Archive.IntegrationTests.Keys;

/// <summary>A new certificate signs from now on, is written down, and is missed when it is gone.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CertificateDeskTests : IAsyncLifetime
{
    private readonly TestDatabase database = new();
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("archive-test-");
    private readonly Officer keeper = new(Ids.New(), "Dewi", [Role.Archivist]);

    public Task InitializeAsync() => database.InitializeAsync();

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        home.Delete(recursive: true);
    }

    [Fact]
    public async Task A_new_certificate_signs_from_now_on_and_is_a_fact()
    {
        var host = await KeyHost.Open(database, home.FullName, "voorbeeldstad");
        var before = host.Keys.Certificate!;
        using var files = Issued();

        var folder = (await Desk(host).Replace(files, keeper, default)).Value();

        Assert.Equal(folder, CertificateFolders.Current(host.Settings.KeysPath));
        var later = await KeyHost.Open(database, home.FullName, "voorbeeldstad");
        Assert.Equal(files.Status.Fingerprint, later.Keys.Certificate!.Fingerprint);
        var fact = Assert.IsType<CertificateReplaced>(await Only());
        Assert.Equal((files.Status.Fingerprint, before.Fingerprint), (fact.Certificate, fact.Previous));
        Assert.Equal("keys.certificate-here", (await Desk(later).Replace(files, keeper, default)).Refusal?.Code);
        Assert.Equal((files.Status.Fingerprint, false), await Row());
    }

    [Fact]
    public async Task When_it_is_gone_the_one_before_does_not_quietly_sign_again()
    {
        var host = await KeyHost.Open(database, home.FullName, "voorbeeldstad");
        using var files = Issued();
        var folder = (await Desk(host).Replace(files, keeper, default)).Value();
        Directory.Delete(folder, recursive: true);

        var fault = await Assert.ThrowsAsync<FaultException>(
            () => KeyHost.Open(database, home.FullName, "voorbeeldstad"));

        Assert.Contains($"{files.Status.Fingerprint}", fault.Message);
        Assert.Contains("no PDF can be signed", fault.Message);
    }

    [Fact]
    public async Task It_is_replaced_by_who_keeps_keys_only()
    {
        var host = await KeyHost.Open(database, home.FullName, "voorbeeldstad");
        using var files = Issued();

        Assert.NotNull(
            (await Desk(host).Replace(files, new(Ids.New(), "Anna", [Role.RecordsOfficer]), default)).Refusal);
        Assert.Single(CertificateFolders.All(host.Settings.KeysPath));
    }

    private CertificateDesk Desk(KeyHost host) =>
        new(
            host.Settings,
            new(database.Facts),
            database.Perishable,
            new(TimeProvider.System));

    private CertificateFiles Issued()
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1));
        using var rootKey = RSA.Create(2048);
        var root = new CertificateRequest("CN=Root", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = root.CreateSelfSigned(from, to);
        using var key = RSA.Create(2048);
        var leaf = new CertificateRequest(
            "CN=Gemeente Voorbeeldstad",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
        leaf.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.NonRepudiation, true));
        using var issued = leaf.Create(authority, from, to, [1, 2, 3]);
        string Put(string name, string pem)
        {
            var path = Path.Combine(home.FullName, name);
            File.WriteAllText(path, pem);
            return path;
        }

        return CertificateFiles.FromPem(
            Put("leaf.pem", issued.ExportCertificatePem()), Put("leaf.key", key
                .ExportPkcs8PrivateKeyPem()), null, Put("root.pem", authority.ExportCertificatePem())).Value();
    }

    private async Task<(Digest Fingerprint, bool Development)> Row()
    {
        await using var transaction = await database.Perishable.Begin(default);
        await using var query = transaction.Command(
            "SELECT fingerprint, development FROM perishable.signing_certificate");
        await using var row = await query.ExecuteReaderAsync();
        await row.ReadAsync();
        return (Digest.From(row.GetFieldValue<byte[]>(0)), row.GetBoolean(1));
    }

    private async Task<IFact> Only()
    {
        await using var query = database.Superuser.CreateCommand("SELECT stream_id FROM archive.mt_events");
        var stream = Guid.Parse((string)(await query.ExecuteScalarAsync())!);
        return Facts.Read(
            Assert.Single(await new EventStore(database.Facts).Read(stream, default)));
    }
}
