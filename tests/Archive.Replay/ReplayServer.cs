using System.Collections.Concurrent;
using System.Net;
using Archive.Replay.Faults;
using Archive.Replay.Recorded;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Archive.Replay;

/// <summary>
/// A platform on 127.0.0.1 for tests and the demo. Questions the platform does not know get status 501 and are counted
/// in <see cref="Unknown"/>. Paths under <c>/replay/</c> steer the server (see <see cref="Controls"/>).
/// </summary>
public sealed class ReplayServer : IAsyncDisposable
{
    private readonly WebApplication host;
    private readonly Wire wire;
    private readonly ConcurrentQueue<string> requests = new();
    private readonly ConcurrentQueue<string> unknown = new();

    private ReplayServer(IPlatform platform, int port, TimeProvider clock)
    {
        Platform = platform;
        wire = new Wire(clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        host = builder.Build();
        host.Run(Serve);
    }

    public IPlatform Platform { get; }

    public FaultRules Faults { get; } = new();

    /// <summary>For example <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Every request but the steering ones, as "GET /path?query", in order of arrival.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>The requests that were answered with 501.</summary>
    public IReadOnlyCollection<string> Unknown => unknown;

    /// <param name="port">0 takes a free one.</param>
    public static async Task<ReplayServer> Start(IPlatform platform, int port = 0, TimeProvider? clock = null)
    {
        var server = new ReplayServer(platform, port, clock ?? TimeProvider.System);
        await server.host.StartAsync();
        var addresses = server.host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        server.Address = new Uri(addresses!.Addresses.Single());
        return server;
    }

    /// <summary>
    /// The ids of all statuses in a folder's recordings, in whatever answer, nested ones (shared, quoted) included.
    /// </summary>
    public static IReadOnlySet<string> StatusesIn(string folder) =>
        Recording.ReadFolder(folder).SelectMany(StatusesFound.In).Select(found => found.Id)
            .ToHashSet(StringComparer.Ordinal);

    public Task Ended(CancellationToken stop) => host.WaitForShutdownAsync(stop);

    public async ValueTask DisposeAsync()
    {
        // Requests in a slow drip are not waited for.
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await host.StopAsync(atOnce.Token);
        await host.DisposeAsync();
    }

    private async Task Serve(HttpContext http)
    {
        var line = $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}";
        if (http.Request.Path.StartsWithSegments("/replay", StringComparison.Ordinal))
        {
            await Wire.Send(http, await Controls.Answer(this, http.Request));
            return;
        }

        requests.Enqueue(line);
        var query = http.Request.Query
            .ToDictionary(pair => pair.Key, pair => pair.Value[^1] ?? "", StringComparer.Ordinal);
        var asked = new Question(
            http.Request.Method, http.Request.Path.Value!, query, $"{http.Request.Scheme}://{http.Request.Host}");
        var reply = Platform.Answer(asked);
        if (reply is null)
        {
            unknown.Enqueue(line);
            reply = Reply.Error(501, $"This server has no answer to {line}", Origin.Unknown);
        }

        await wire.Send(http, Unmodified(http.Request, reply), Faults.Next(line));
    }

    /// <summary>Who has the answer by its ETag is told so, and sent nothing (RFC 9110 section 13.1.2).</summary>
    private static Reply Unmodified(HttpRequest request, Reply reply) =>
        reply.Headers.FirstOrDefault(h => h.Key == "etag") is { Value: { } tag } validator
        && request.Headers.IfNoneMatch.Contains(tag)
            ? new(304, [validator], [], reply.Origin)
            : reply;
}
