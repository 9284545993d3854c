using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Archive.IntegrationTests.Vault;

/// <summary>
/// Stands before Azurite and does what it lacks, as Azure documents version-level immutability: keeps versions,
/// policies and legal holds; refuses to delete a version under one; lets an overwrite make a new version; lets a locked
/// policy be lengthened only. Everything else, bytes and signatures included, is Azurite's.
/// </summary>
public sealed class WormProxy : IAsyncDisposable
{
    private const string Until = "x-ms-immutability-policy-until-date", Mode = "x-ms-immutability-policy-mode", Hold =
        "x-ms-legal-hold";

    private readonly AzuriteBehind azurite;
    private readonly TimeProvider clock;
    private readonly WebApplication host;
    private readonly WormState state = new();

    private WormProxy(Uri azurite, TimeProvider clock)
    {
        (this.azurite, this.clock) = (new(azurite), clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        host = builder.Build();
        host.Run(Serve);
    }

    public Worm Behaves { get; set; } = Worm.Enforces;

    /// <summary>What goes wrong on the way to Azurite and back.</summary>
    public AzuriteBehind Wire => azurite;

    public static async Task<WormProxy> Start(Azurite azurite, TimeProvider? clock = null)
    {
        var proxy = new WormProxy(azurite.Address, clock ?? TimeProvider.System);
        await proxy.host.StartAsync();
        return proxy;
    }

    /// <summary>The same container, through this proxy.</summary>
    public Uri Of(Uri container) => new(new Uri(host.Urls.Single()), container.AbsolutePath);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
        azurite.Dispose();
    }

    private async Task Serve(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var comp = http.Request.Query["comp"].ToString().ToLowerInvariant();
        var blob = state.At(path);
        var version = blob.Find(http.Request.Query["versionid"]);
        var previous = version is not null && version != blob.Current;
        await ((http.Request.Method, comp) switch
        {
            ("PUT", "immutabilitypolicies") => SetPolicy(http, version),
            ("DELETE", "immutabilitypolicies") => EndPolicy(http, version),
            ("PUT", "legalhold") => SetHold(http, version),
            ("PUT", "" or "blocklist") when http.Request.Query["restype"] != "container" => Commit(http, blob),
            ("DELETE", "") when http.Request.Query["restype"] != "container" => Delete(http, blob, version, previous),
            ("GET" or "HEAD", "") when previous => Give(http, version!),
            ("GET", "list") when http.Request.Query["include"].ToString()
                .Contains("versions", StringComparison.Ordinal) =>
                azurite.Forward(http, change: list => state.WithVersions(list, path)),
            _ => azurite.Forward(
                http,
                before: () => Say(http, http.Request.Query.ContainsKey("restype") ? null : blob.Current)),
        });
    }

    private async Task SetPolicy(HttpContext http, WormVersion? version)
    {
        var until = DateTimeOffset.Parse(http.Request.Headers[Until]!, CultureInfo.InvariantCulture);
        var locked = string.Equals(http.Request.Headers[Mode], "locked", StringComparison.OrdinalIgnoreCase);
        if (version is null)
            await Refuse(http, 404, "BlobNotFound");
        else if (version is { Locked: true } && version.Until > clock.GetUtcNow() && (!locked || until < version.Until))
            await Refuse(http, 409, "BlobImmutableDueToPolicy");
        else
        {
            (version.Until, version.Locked) = (until, locked && Behaves != Worm.NeverLocks);
            Say(http, version);
        }
    }

    private async Task EndPolicy(HttpContext http, WormVersion? version)
    {
        if (version is null)
            await Refuse(http, 404, "BlobNotFound");
        else if (version is { Locked: true } && version.Until > clock.GetUtcNow())
            await Refuse(http, 409, "ImmutabilityPolicyDeleteOnLockedPolicy");
        else
            version.Until = null;
    }

    private async Task SetHold(HttpContext http, WormVersion? version)
    {
        if (version is null)
        {
            await Refuse(http, 404, "BlobNotFound");
            return;
        }

        version.Held = http.Request.Headers[Hold] == "true";
        Say(http, version);
    }

    private async Task Commit(HttpContext http, WormBlob blob)
    {
        var overwritten = blob.Current is null ? null : await azurite.Bytes(http.Request.Path.Value!);
        var made = state.New(clock.GetUtcNow());
        if (http.Request.Headers[Until] is [{ } until])
        {
            made.Until = DateTimeOffset.Parse(until, CultureInfo.InvariantCulture);
            made.Locked = string.Equals(http.Request.Headers[Mode], "locked", StringComparison.OrdinalIgnoreCase)
                && Behaves != Worm.NeverLocks;
        }

        http.Response.Headers["x-ms-version-id"] = made.Id;
        if (await azurite.Forward(http) is >= 300)
            return;
        Supersede(blob, overwritten);
        blob.Current = made;
    }

    private async Task Delete(HttpContext http, WormBlob blob, WormVersion? version, bool previous)
    {
        if (version is not null && Refusal(version) is { } code)
            await Refuse(http, 409, code);
        else if (previous)
        {
            blob.Previous.Remove(version!);
            http.Response.StatusCode = 202;
        }
        else if (http.Request.Query.ContainsKey("versionid"))
            await (version is null
                ? Refuse(http, 404, "BlobNotFound")
                : Refuse(http, 403, "OperationNotAllowedOnRootBlob"));
        else
        {
            var bytes = blob.Current is null ? null : await azurite.Bytes(http.Request.Path.Value!);
            if (await azurite.Forward(http) is < 300)
                Supersede(blob, bytes);
        }
    }

    private string? Refusal(WormVersion version) => version.Refusal(clock.GetUtcNow()) switch
    {
        _ when Behaves == Worm.RefusesNothing => null,
        "BlobImmutableDueToLegalHold" when Behaves == Worm.PoliciesOnly => null,
        var code => code,
    };

    private static void Supersede(WormBlob blob, byte[]? bytes)
    {
        if (blob.Current is not { } current)
            return;
        current.Bytes = bytes;
        blob.Previous.Add(current);
        blob.Current = null;
    }

    private async Task Give(HttpContext http, WormVersion version)
    {
        Say(http, version);
        http.Response.Headers.ETag = "\"0x1\"";
        http.Response.Headers.LastModified = $"{version.MadeAt:R}";
        http.Response.Headers["x-ms-blob-type"] = "BlockBlob";
        http.Response.ContentLength = version.Bytes!.Length;
        if (http.Request.Method == "GET")
            await http.Response.Body.WriteAsync(version.Bytes);
    }

    private void Say(HttpContext http, WormVersion? version)
    {
        if (version is null || Behaves == Worm.SaysNothing)
            return;
        if (version.Until is { } until)
        {
            http.Response.Headers[Until] = until.ToString("R", CultureInfo.InvariantCulture);
            http.Response.Headers[Mode] = version.Locked ? "locked" : "unlocked";
        }

        http.Response.Headers[Hold] = version.Held ? "true" : "false";
    }

    private static async Task Refuse(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        http.Response.Headers["x-ms-error-code"] = code;
        http.Response.ContentType = "application/xml";
        await http.Response.WriteAsync(
            $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>Refused.</Message></Error>");
    }
}
