using Archive.Anchoring;
using Archive.Capture.Http;
using Archive.Evidence;
using Archive.Evidence.Cms;
using Archive.Evidence.Facts;
using Archive.Replay.Authority;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Anchoring;

/// <summary>One real authority for the tests that only ask it; each begins with it in a good mood.</summary>
public sealed class OneAuthority : IAsyncLifetime
{
    public LocalAuthority Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await LocalAuthority.Start();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

public sealed class AuthorityClientTests(OneAuthority one) : IClassFixture<OneAuthority>, IDisposable
{
    private static readonly Digest Imprint = Digest.Of("archive.example/anchor\n1\n"u8);

    private readonly AuthorityClient client = new();

    private TimeStampAuthority Authority => TimeStampAuthority.Parse([one.Server.Setting]).Authorities[0];

    public void Dispose()
    {
        client.Dispose();
        one.Server.Mood = AuthorityMood.Good;
    }

    [Fact]
    public async Task A_good_token_is_over_what_was_asked_and_leads_to_the_configured_root()
    {
        var before = TimeProvider.System.GetUtcNow();

        var given = Assert.IsType<TimeStampResponse.Given>(await Ask());

        Assert.Equal(Imprint, given.Token.Imprint);
        Assert.Equal("1.3.6.1.4.1.99999.7.1", given.Token.Policy);
        Assert.InRange(given.Token.Time, before.AddSeconds(-1), TimeProvider.System.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(1), given.Token.ExistedBy - given.Token.Time);
        Assert.Equal(
            ["CN=Proefdienst signer", "CN=Proeftussen tijdstempels", "CN=Proefstam tijdstempels"], given.Path
                .Select(c => c.Subject));
    }

    [Fact]
    public async Task Openssl_accepts_the_token_and_refuses_it_with_any_byte_flipped_as_we_do()
    {
        var token = Assert.IsType<TimeStampResponse.Given>(await Ask()).Token.Der;

        Assert.True(OpensslAccepts(token));
        for (var at = 0; at < token.Length; at++)
        {
            token[at] ^= 1;
            Assert.False(Holds(token), $"we take it with byte {at} flipped: {Convert.ToHexString(token)}");
            token[at] ^= 1;
        }

        foreach (var at in new[] { token.AsSpan().IndexOf(Imprint.ToBytes()), token.Length - 1 })
        {
            token[at] ^= 1;
            Assert.False(
                OpensslAccepts(token),
                $"openssl takes it with byte {at} flipped: {Convert.ToHexString(token)}");
            token[at] ^= 1;
        }

        Assert.True(Holds(token));
        Assert.False(Holds([.. token, 0]));
    }

    [Theory]
    [InlineData(AuthorityMood.Failing, TimeStampFailure.HttpError, "HTTP status 503")]
    [InlineData(AuthorityMood.Silent, TimeStampFailure.TooSlow, "within 1 seconds")]
    [InlineData(AuthorityMood.Garbled, TimeStampFailure.NotUnderstood, "not an answer")]
    [InlineData(AuthorityMood.Endless, TimeStampFailure.NotUnderstood, "more than a token")]
    [InlineData(AuthorityMood.OtherNonce, TimeStampFailure.NotUnderstood, "does not answer this question")]
    [InlineData(AuthorityMood.OtherImprint, TimeStampFailure.NotUnderstood, "does not answer this question")]
    [InlineData(AuthorityMood.OtherPurpose, TimeStampFailure.NotUnderstood, "")]
    [InlineData(AuthorityMood.Refusing, TimeStampFailure.NotUnderstood, "refused, with status 2")]
    public async Task What_is_no_answer_to_the_question_is_not_believed(
        AuthorityMood mood,
        TimeStampFailure trouble,
        string why)
    {
        one.Server.Mood = mood;

        var missing = Assert.IsType<TimeStampResponse.Missing>(
            await client.Ask(Authority, Imprint, TimeSpan.FromSeconds(mood == AuthorityMood.Silent ? 1 : 30), default));

        Assert.Equal(trouble, missing.Trouble);
        Assert.Contains(why, missing.Why);
    }

    [Fact]
    public async Task One_that_is_not_there_is_unreachable()
    {
        var gone = Authority with { Address = new("http://127.0.0.1:1/tsa") };

        var missing = Assert.IsType<TimeStampResponse.Missing>(
            await client.Ask(gone, Imprint, TimeSpan.FromSeconds(30), default));

        Assert.Equal(TimeStampFailure.Unreachable, missing.Trouble);
    }

    [Fact]
    public async Task A_token_under_another_root_is_not_trusted()
    {
        await using var other = await LocalAuthority.Start();
        var mixed = TimeStampAuthority.Parse([$"{one.Server.Address} {other.RootFile}"]).Authorities[0];

        var missing = Assert.IsType<TimeStampResponse.Missing>(
            await client.Ask(mixed, Imprint, TimeSpan.FromSeconds(30), default));

        Assert.Equal(TimeStampFailure.NotTrusted, missing.Trouble);
    }

    [Fact]
    public async Task A_token_by_an_expired_certificate_is_not_believed()
    {
        await using var expired = await LocalAuthority.Start();
        expired.Certify(TimeSpan.FromDays(-30), TimeSpan.FromDays(-1));

        var answer = await client.Ask(
            TimeStampAuthority.Parse([expired.Setting]).Authorities[0],
            Imprint,
            TimeSpan.FromSeconds(30),
            default);

        Assert.IsType<TimeStampResponse.Missing>(answer);
    }

    [Fact]
    public async Task Revocation_lists_are_fetched_for_all_but_the_root_and_say_what_was_revoked()
    {
        await using var authority = await LocalAuthority.Start();
        var given = Assert.IsType<TimeStampResponse.Given>(
            await client.Ask(
                TimeStampAuthority.Parse([authority.Setting]).Authorities[0],
                Imprint,
                TimeSpan.FromSeconds(30),
                default));
        using var fetch = Fetch(authority.Address.Authority);

        var lists = await fetch.Of(given.Path, default);
        authority.Revoke();
        var later = await fetch.Of(given.Path, default);

        Assert.All(lists, list => Assert.Null(list.Absent));
        Assert.Equal([0, 1], lists.Select(l => l.Certificate));
        var soon = TimeProvider.System.GetUtcNow().AddMinutes(1);
        Assert.Null(RevocationFetch.RevokedBefore(soon, given.Path, lists));
        Assert.NotNull(RevocationFetch.RevokedBefore(soon, given.Path, later));
        Assert.Null(RevocationFetch.RevokedBefore(soon.AddDays(-2), given.Path, later));
    }

    [Fact]
    public async Task A_list_that_cannot_be_had_or_lies_inside_our_own_network_is_absent_with_the_reason()
    {
        var given = Assert.IsType<TimeStampResponse.Given>(await Ask());
        using var inside = Fetch();
        using var outside = Fetch(one.Server.Address.Authority);

        var barred = await inside.Of(given.Path, default);
        one.Server.Lists = false;
        var missing = await outside.Of(given.Path, default);
        one.Server.Lists = true;

        Assert.All(barred, list => Assert.Contains("Port", list.Absent));
        Assert.All(missing, list => Assert.Contains("404", list.Absent));
    }

    [Theory]
    [InlineData("https://tsa.example")]
    [InlineData("ftp://tsa.example /tmp/root.pem")]
    [InlineData("https://user@tsa.example /tmp/root.pem")]
    [InlineData("https://tsa.example /nowhere/root.pem")]
    [InlineData("https://tsa.example /etc/hostname")]
    public void A_setting_that_is_not_in_order_says_what_to_mend(string setting)
    {
        var settings = new Settings(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["timestamp-authorities"] = setting }).Build(), Language.En);
        new ServiceCollection().AddAnchoring(settings);

        var refused = Assert.Throws<ValidationException>(settings.MustBeInOrder);

        Assert.StartsWith("ARCHIVE_TIMESTAMP_AUTHORITIES", Assert.Single(refused.Errors).ErrorMessage);
    }

    private Task<TimeStampResponse> Ask() => client.Ask(Authority, Imprint, TimeSpan.FromSeconds(30), default);

    private static RevocationFetch Fetch(params string[] allowed) => new(
        new PoliteClient(new PoliteOptions { AllowedLoopback = allowed }, TimeProvider.System),
        new ArchiveHome(
            Path.Combine(Path.GetTempPath(), $"archive-lists-{Ids.New():N}"), TestDatabase.Tenant, "archive"));

    private bool OpensslAccepts(byte[] token)
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, token);
        var (code, _) = Openssl.Run(
            "ts", "-verify", "-digest", Imprint.ToString(), "-token_in", "-in", file, "-CAfile", one.Server.RootFile,
            "-untrusted", one.Server.BetweenFile);
        File.Delete(file);
        return code == 0;
    }

    private bool Holds(byte[] token)
    {
        try
        {
            var read = TimeStampToken.Read(token);
            return read.Imprint == Imprint && read.PathTo(Authority.Roots, Authority.Others) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
