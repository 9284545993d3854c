using System.Net;
using System.Net.Sockets;

namespace Archive.Capture.Http;

/// <summary>An address we do not visit.</summary>
internal sealed class BarredException(string why) : IOException(why);

/// <summary>
/// Decides which addresses may be visited, and connects only to an address it has checked. A name is resolved once per
/// connection and is refused if any of its addresses is not public: nothing resolves it a second time, so an answer
/// that changes in between gains nothing.
/// </summary>
internal sealed class AddressGuard(
    IReadOnlyList<string> allowedLoopback, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private readonly HashSet<string> allowed = new(allowedLoopback, StringComparer.OrdinalIgnoreCase);

    public static Task<IPAddress[]> Dns(string host, CancellationToken ct) =>
        System.Net.Dns.GetHostAddressesAsync(host, ct);

    /// <summary>Why an address is barred whatever its host resolves to, or null.</summary>
    public string? WhyBarred(Uri uri)
    {
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https"))
            return "Only http and https addresses are visited.";
        if (uri.UserInfo.Length > 0)
            return "An address with a user name in it is not visited.";
        if (uri.Port is not (80 or 443) && !IsAllowed(uri.IdnHost, uri.Port))
            return $"Port {uri.Port} is not visited; only 80 and 443 are.";
        return null;
    }

    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = async (context, ct) => await Connect(context.DnsEndPoint, ct),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        Credentials = null,
        MaxConnectionsPerServer = 4,
        MaxResponseHeadersLength = 64, // KiB
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        PreAuthenticate = false,
        ResponseDrainTimeout = TimeSpan.FromSeconds(2),
        UseCookies = false,
        UseProxy = false,
    };

    private async Task<Stream> Connect(DnsEndPoint end, CancellationToken ct)
    {
        var addresses = await resolve(end.Host, ct);
        var loopback = IsAllowed(end.Host, end.Port);
        if (addresses.Length == 0 || !addresses.All(a => loopback ? IPAddress.IsLoopback(a) : PublicAddress.Is(a)))
            throw new BarredException("The name has an address that is not on the public internet.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, end.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsAllowed(string host, int port) =>
        allowed.Contains($"{host}:{port}") || allowed.Contains($"[{host}]:{port}");
}
