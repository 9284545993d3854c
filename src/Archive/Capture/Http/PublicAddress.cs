using System.Net;
using System.Net.Sockets;

namespace Archive.Capture.Http;

/// <summary>
/// Which addresses are on the public internet. Everything else may be a machine of our own network, which a platform's
/// answer must never make us ask. Source: the IANA special-purpose address registries (RFC 6890 and its updates).
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    /// <summary>
    /// The only block from which global unicast addresses are given out; NAT64, mapped and local ones lie outside.
    /// </summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublic6 = Networks(
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !NotPublic4.Any(n => n.Contains(address)),
            AddressFamily.InterNetworkV6 =>
                address.ScopeId == 0 && Global6.Contains(address) && !NotPublic6.Any(n => n.Contains(address)),
            _ => false,
        };
    }

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(n => IPNetwork.Parse(n))];
}
