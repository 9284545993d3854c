using System.Formats.Asn1;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Archive.Replay.Authority;

/// <summary>What an authority does when it is asked.</summary>
public enum AuthorityMood
{
    Good,
    Failing, // status 503
    Silent, // never answers
    Garbled,
    Endless, // more bytes than a token has
    OtherNonce,
    OtherImprint,
    OtherPurpose, // signed with a certificate that is not for time-stamping
    Refusing, // a rejection as RFC 3161 has it
}

/// <summary>
/// A real RFC 3161 authority on 127.0.0.1: `openssl ts` answers over HTTP, with certificates made for the occasion. It
/// serves the revocation lists that those name, and can behave badly.
/// </summary>
public sealed class LocalAuthority : IAsyncDisposable
{
    private readonly WebApplication host;
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("archive-authority-");
    private readonly SemaphoreSlim one = new(1); // openssl counts tokens in a file
    private int asked;

    private LocalAuthority()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        host = builder.Build();
        host.Run(Serve);
    }

    public AuthorityMood Mood { get; set; }

    /// <summary>Whether the revocation lists can be had.</summary>
    public bool Lists { get; set; } = true;

    /// <summary>Whether its tokens leave out the certificate between its own and the root.</summary>
    public bool Bare { get; set; }

    /// <summary>How often a token was asked for.</summary>
    public int Asked => asked;

    public Uri Address { get; private set; } = null!;

    public string RootFile => Files.Root;

    public string BetweenFile => Files.Between;

    /// <summary>As ARCHIVE_TIMESTAMP_AUTHORITIES has it.</summary>
    public string Setting => $"{Address} {RootFile}";

    private AuthorityFiles Files { get; set; } = null!;

    public static async Task<LocalAuthority> Start()
    {
        var authority = new LocalAuthority();
        await authority.host.StartAsync();
        var root = authority.host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses
            .Single();
        authority.Address = new($"{root}/tsa");
        authority.Files = new(authority.directory.FullName, $"{root}/");
        authority.Files.MakeIssuers();
        authority.Certify(TimeSpan.FromDays(-1), TimeSpan.FromDays(1000));
        return authority;
    }

    /// <summary>Signs with a new certificate from now on, valid from and until so long from now.</summary>
    public void Certify(TimeSpan from, TimeSpan until) => Files.MakeSigner(from, until);

    /// <summary>Has the certificate that signs revoked by its issuer.</summary>
    public void Revoke() => Files.RevokeSigner();

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await host.StopAsync(atOnce.Token);
        await host.DisposeAsync();
        one.Dispose();
        directory.Delete(recursive: true);
    }

    private async Task Serve(HttpContext context)
    {
        if (context.Request.Path.Value is "/root.crl" or "/between.crl" && Lists)
        {
            await context.Response.Body
                .WriteAsync(Files.RevocationList(context.Request.Path.Value[1..^4]), context.RequestAborted);
            return;
        }

        if (context.Request.Path != "/tsa" || context.Request.ContentType != "application/timestamp-query")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        Interlocked.Increment(ref asked);
        using var query = new MemoryStream();
        await context.Request.Body.CopyToAsync(query, context.RequestAborted);
        await one.WaitAsync(context.RequestAborted);
        try
        {
            await Answer(context, query.ToArray());
        }
        finally
        {
            one.Release();
        }
    }

    private async Task Answer(HttpContext context, byte[] query)
    {
        if (Mood == AuthorityMood.Failing)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (Mood == AuthorityMood.Silent)
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        context.Response.ContentType = "application/timestamp-reply";
        await context.Response.Body.WriteAsync(
            Mood switch
            {
                AuthorityMood.Garbled => "not a token at all"u8.ToArray(),
                AuthorityMood.Endless => new byte[1 << 20],
                // the nonce stands before `01 01 FF`
                AuthorityMood.OtherNonce => Files.Reply(Changed(query, fromEnd: 10), Bare),
                // and the digest before that
                AuthorityMood.OtherImprint => Files.Reply(Changed(query, fromEnd: 30), Bare),
                AuthorityMood.OtherPurpose => Granted(Files.SignedWithout(Files.Reply(query, Bare))),
                AuthorityMood.Refusing => [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02],
                _ => Files.Reply(query, Bare),
            },
            context.RequestAborted);
    }

    private static byte[] Changed(byte[] query, int fromEnd)
    {
        byte[] changed = [.. query];
        changed[^fromEnd] ^= 1;
        return changed;
    }

    private static byte[] Granted(byte[] token)
    {
        var reply = new AsnWriter(AsnEncodingRules.DER);
        using (reply.PushSequence())
        {
            using (reply.PushSequence())
                reply.WriteInteger(0);
            reply.WriteEncodedValue(token);
        }

        return reply.Encode();
    }
}
