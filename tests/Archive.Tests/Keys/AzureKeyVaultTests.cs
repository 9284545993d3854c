using System.Net;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Keys;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Tests.Evidence.Vault;

namespace Archive.Tests.Keys;

/// <summary>
/// Key files under a key of Azure Key Vault, against a stand-in that answers as its REST reference documents.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class AzureKeyVaultTests : IDisposable
{
    private readonly StandIn vault = new();
    private readonly TestDirectory directory = new();

    private string KeysPath => directory.File("keys");

    public void Dispose()
    {
        directory.Dispose();
        vault.Dispose();
    }

    [Fact]
    public void A_wrapped_key_file_holds_no_key_and_opens_with_the_store_only()
    {
        var made = KeyRing.OpenOrCreate(KeysPath, Store());
        var path = made.All[0].Path;
        var lines = File.ReadAllText(path).Split('\n');

        Assert.Equal(
            ["archive/key-encryption-key/v2", made.Newest.Id, $"{StandIn.Key}/v1", "RSA-OAEP-256"],
            lines[..4]);
        Assert.Equal(32, vault.Unwrapped(Convert.FromBase64String(lines[4])).Length);
        Assert.Equal($"{StandIn.Key}/v1", made.All[0].WrappedBy);
        Assert.Equal(FilePermissions.Mode, File.GetUnixFileMode(path));
        Assert.Equal(made.Newest.Id, KeyRing.Open(KeysPath, Store()).Newest.Id);
        Assert.Contains("ARCHIVE_KEY_STORE", Assert.Throws<FaultException>(() => KeyRing.Open(KeysPath)).Message);
    }

    [Fact]
    public void It_opens_what_another_program_wrapped()
    {
        Directory.CreateDirectory(KeysPath);
        var path = Path.Combine(KeysPath, "key-encryption.key");
        var key = Enumerable.Range(64, 32).Select(i => (byte)i).ToArray();
        File.WriteAllText(path,
            "archive/key-encryption-key/v2\ncafe0000-1111-4222-8333-444444444444\n"
                + $"{StandIn.Key}/v1\nRSA-OAEP-256\n{Convert.ToBase64String(vault.Wrapped(key))}\n");
        File.SetUnixFileMode(path, FilePermissions.Mode);

        // The row of golden.py, sealed under 40 to 5f.
        var row = Convert.FromHexString("000102030405060708090a0b3a046e7b738942a7ca1b8ac9b4e0c2b493d5"
            + "3f1a7859bb44f639f28d5dac77417612a49286698246bfa5b588c2dccae1");
        var opened = KeyRing.Open(KeysPath, Store()).Newest;
        Assert.Equal(VaultSample.SecretA, opened.Open(VaultSample.Tenant, VaultSample.UnitA, opened.Id, row));
    }

    [Fact]
    public void The_store_is_asked_once_for_each_key_file_and_never_for_a_secret()
    {
        KeyRing.OpenOrCreate(KeysPath, Store());
        vault.Asked.Clear();

        var ring = KeyRing.Open(KeysPath, Store());
        ring.Newest.Seal(
            VaultSample.Tenant,
            [.. Enumerable.Repeat(new UnitSecret(VaultSample.UnitA, UnitKind.Record, VaultSample.SecretA), 1_000)]);
        ring.Reload();

        Assert.Equal(["token", "unwrapkey"], vault.Asked);
    }

    [Fact]
    public void Keys_in_a_plain_file_and_wrapped_ones_stand_side_by_side()
    {
        var plain = KeyRing.OpenOrCreate(KeysPath).Newest.Id;

        var ring = KeyRing.Open(KeysPath, Store());
        ring.Make();

        Assert.Equal([null, $"{StandIn.Key}/v1"], ring.All.Select(k => k.WrappedBy));
        Assert.Equal(plain, ring.All[0].Key.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_signs_in_as_the_machine_or_as_a_client(bool asMachine)
    {
        vault.AsMachine = asMachine;
        Assert.Single(KeyRing.OpenOrCreate(KeysPath, Store()).All);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "Crypto Service Encryption User")]
    [InlineData(HttpStatusCode.NotFound, "can never be opened")]
    [InlineData(HttpStatusCode.BadRequest, "RSA key")]
    public void What_the_store_refuses_is_a_fault_that_says_how_to_mend_it(HttpStatusCode status, string says)
    {
        KeyRing.OpenOrCreate(KeysPath, Store());
        vault.Answers = status;

        Assert.Contains(says, Assert.Throws<FaultException>(() => KeyRing.Open(KeysPath, Store())).Message);
    }

    [Fact]
    public void What_the_store_refuses_is_told_in_Dutch_from_end_to_end()
    {
        KeyRing.OpenOrCreate(KeysPath, Store());
        vault.Answers = HttpStatusCode.Forbidden;

        Assert.StartsWith(
            $"{StandIn.Key}/v1 voert unwrapkey niet uit: het antwoord is HTTP-status 403. Geef deze identiteit de rol",
            Assert.Throws<FaultException>(() => KeyRing.Open(KeysPath, Store())).In(Language.Nl),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_names_another_store_gets_no_token_of_ours()
    {
        var path = KeyRing.OpenOrCreate(KeysPath, Store()).All[0].Path;
        File.WriteAllText(
            path,
            File.ReadAllText(path).Replace("example.vault", "elsewhere.vault", StringComparison.Ordinal));
        vault.Asked.Clear();

        Assert.Contains("elsewhere", Assert.Throws<FaultException>(() => KeyRing.Open(KeysPath, Store())).Message);
        Assert.Empty(vault.Asked);
    }

    [Fact]
    public void A_changed_file_is_refused()
    {
        var path = KeyRing.OpenOrCreate(KeysPath, Store()).All[0].Path;
        var text = File.ReadAllText(path);
        foreach (var changed in new[] {
            text + "\n",
            text[..^1],
            text.Replace("RSA-OAEP-256", "RSA-OAEP", StringComparison.Ordinal),
            text.Replace("/v2\n", "/v3\n", StringComparison.Ordinal),
            text.Replace("=\n", "\n", StringComparison.Ordinal) })
        {
            File.WriteAllText(path, changed);
            Assert.Throws<FaultException>(() => KeyRing.Open(KeysPath, Store()));
        }
    }

    private AzureKeyVault Store() => new(
        vault.AsMachine
            ? new(new(StandIn.Key))
            : new(new(StandIn.Key), "directory", "client", "secret"), new HttpClient(vault, disposeHandler: false));

    /// <summary>
    /// Answers as the REST reference of Key Vault 7.4, the instance metadata service and Entra's token endpoint
    /// document.
    /// </summary>
    private sealed class StandIn : HttpMessageHandler
    {
        public const string Key = "https://example.vault.azure.net/keys/archive";

        private readonly RSA rsa = RSA.Create(2048);

        public List<string> Asked { get; } = [];

        public bool AsMachine { get; set; } = true;

        public HttpStatusCode Answers { get; set; } = HttpStatusCode.OK;

        public byte[] Wrapped(byte[] key) => rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA256);

        public byte[] Unwrapped(byte[] wrapped) => rsa.Decrypt(wrapped, RSAEncryptionPadding.OaepSHA256);

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var url = request.RequestUri!.AbsoluteUri;
            var body = request.Content is null
                ? ""
                : new StreamReader(request.Content.ReadAsStream(cancellationToken)).ReadToEnd();
            if (AsMachine && url == "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01"
                + "&resource=https%3A%2F%2Fvault.azure.net")
            {
                Assert.Equal("true", Assert.Single(request.Headers.GetValues("Metadata")));
                return Token();
            }

            if (!AsMachine && url == "https://login.microsoftonline.com/directory/oauth2/v2.0/token")
            {
                Assert.Equal(
                    "grant_type=client_credentials&client_id=client&client_secret=secret"
                        + "&scope=https%3A%2F%2Fvault.azure.net%2F.default",
                    body);
                return Token();
            }

            Assert.Equal("Bearer of-this-test", request.Headers.Authorization!.ToString());
            using var question = JsonDocument.Parse(body);
            Assert.Equal("RSA-OAEP-256", question.RootElement.GetProperty("alg").GetString());
            var value = System.Buffers.Text.Base64Url
                .DecodeFromChars(question.RootElement.GetProperty("value").GetString());
            Asked.Add(url.Split('/', '?')[^2]);
            return url switch
            {
                _ when Answers != HttpStatusCode.OK => new(Answers) {
                    Content = new StringContent("""{"error":{"code":"x","message":"y"}}""") },
                $"{Key}/wrapkey?api-version=7.4" => Value(Wrapped(value)),
                $"{Key}/v1/unwrapkey?api-version=7.4" => Value(Unwrapped(value)),
                _ => new(HttpStatusCode.NotFound),
            };
        }

        protected override void Dispose(bool disposing)
        {
            rsa.Dispose();
            base.Dispose(disposing);
        }

        private HttpResponseMessage Token()
        {
            Asked.Add("token");
            return new(HttpStatusCode.OK) { Content = new StringContent(
                """{"token_type":"Bearer","expires_in":"3599","access_token":"of-this-test"}""") };
        }

        private static HttpResponseMessage Value(byte[] value) => new(HttpStatusCode.OK)
        {
            Content = new StringContent(
                $$"""{"kid":"{{Key}}/v1","value":"{{System.Buffers.Text.Base64Url.EncodeToString(value)}}"}"""),
        };
    }
}
