using System.Net.Sockets;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>Free loopback ports, for programs that cannot choose one themselves and say which.</summary>
internal static class LoopbackPorts
{
    /// <summary>
    /// Different ports that the system has just said are free. Another program may take one before it is used: whoever starts a
    /// program on it tries again with others.
    /// </summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
