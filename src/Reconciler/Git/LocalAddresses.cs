using System.Net;

namespace GitOpsGuard.Reconciler.Git;

/// <summary>Addresses that lead to this machine or its link, such as a cloud's metadata service: no repository lives there.</summary>
internal static class LocalAddresses
{
    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return IPAddress.IsLoopback(address)
            || address.Equals(IPAddress.Any)
            || address.Equals(IPAddress.IPv6Any)
            || address.IsIPv6LinkLocal
            || (address.GetAddressBytes() is [169, 254, _, _]);
    }
}
