using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GitOpsGuard.Kubernetes.Tests.Connections;

/// <summary>A proxy that tunnels (<c>CONNECT</c>), or refuses to, and notes what it was asked.</summary>
internal sealed class TunnelProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly Task _run;

    public TunnelProxy()
    {
        _listener.Start();
        _run = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The header lines of each request for a tunnel.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Where tunnels lead, whatever the client names, so that any name can be asked for.</summary>
    public Uri? Target { get; set; }

    /// <summary>The answer to every request; null opens the tunnel.</summary>
    public string? Refusal { get; set; }

    /// <summary>Resets all connections.</summary>
    public void Cut()
    {
        foreach (var client in _open.Keys)
        {
            client.LingerState = new(true, 0);
            client.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _run;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var tunnels = new List<Task>();
        try
        {
            while (true) tunnels.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(tunnels);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            _open.TryAdd(client, 0);
            try
            {
                await TunnelAsync(client.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // One of both sides went away.
            }
            finally
            {
                _open.TryRemove(client, out _);
            }
        }
    }

    private async Task TunnelAsync(NetworkStream near)
    {
        Asked.Enqueue(await HeadAsync(near));
        if (Refusal is not null)
        {
            await near.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {Refusal}\r\nContent-Length: 0\r\n\r\n"), _stop.Token);
            return;
        }

        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, Target!.Port, _stop.Token);
        await near.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _stop.Token);
        var far = server.GetStream();
        await Task.WhenAny(near.CopyToAsync(far, _stop.Token), far.CopyToAsync(near, _stop.Token));
    }

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stop.Token) == 1)
            head.Append((char)one[0]);
        return head.ToString();
    }
}
