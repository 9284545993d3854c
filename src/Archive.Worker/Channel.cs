using System.Net.Sockets;
using Archive.Evidence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Archive.Worker;

/// <summary>What a worker answers on its channel; without any, it opens none.</summary>
public sealed record ChannelRoutes(Action<IEndpointRouteBuilder> Map);

/// <summary>
/// Plain HTTP on a socket in the home that nobody but the worker's own user can open: for whoever may do what needs
/// vault, keys or secrets, and holds none of them. Who acts is said in each request and checked here
/// (docs/decisions/0140).
/// </summary>
public sealed class Channel(ArchiveHome home, IEnumerable<ChannelRoutes> routes) : IHostedService
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly Texts Texts = new("Archive.Worker.Resources.Start", typeof(Channel).Assembly);

    private WebApplication? site;

    /// <summary>Removes the socket of a worker that died.</summary>
    /// <exception cref="FaultException">A worker of this home answers there.</exception>
    public async Task Prepare(CancellationToken ct)
    {
        if (!routes.Any())
            return;
        Directory.CreateDirectory(home.RunPath);
        Shut(home.RunPath, OwnerOnly | UnixFileMode.UserExecute);
        if (!File.Exists(home.ChannelPath))
            return;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath.Within(home.ChannelPath)), ct);
        }
        catch (SocketException)
        {
            File.Delete(home.ChannelPath);
            return;
        }

        throw new FaultException(new Sentence(Texts, "AlreadyUp", home.ChannelPath));
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!routes.Any())
            return;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            // Whoever reads on a terminal may stop reading for as long as he likes.
            server.Limits.MinResponseDataRate = null;
            server.ListenUnixSocket(SocketPath.Within(home.ChannelPath));
        });
        site = builder.Build();
        foreach (var part in routes)
            part.Map(site);
        await site.StartAsync(cancellationToken);
        Shut(home.ChannelPath, OwnerOnly);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (site is null)
            return;
        await site.StopAsync(cancellationToken);
        await site.DisposeAsync();
    }

    /// <summary>On Windows the home's own access list holds.</summary>
    private static void Shut(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }
}
