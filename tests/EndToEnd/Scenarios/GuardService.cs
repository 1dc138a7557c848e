using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GitOpsGuard.Playground;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>
/// The guard's Service, which the API server on this machine cannot reach: an address at which each connection goes to a ready
/// pod of the guard. As in any cluster it takes a moment until one that is about to end is left out.
/// </summary>
internal sealed partial class GuardService : IAsyncDisposable
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);

    private readonly TestPlayground _playground;
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private volatile IReadOnlyList<string> _ready = [];
    private int _turn;

    private GuardService(TestPlayground playground)
    {
        _playground = playground;
        var host = playground.Playground.Cluster.WebhookHost;
        _listener = new(host == "127.0.0.1" ? IPAddress.Loopback : IPAddress.Any, 0);
        _listener.Start();
        Address = string.Create(CultureInfo.InvariantCulture, $"https://{host}:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = Task.WhenAll(AcceptAsync(), FollowAsync());
    }

    /// <summary>What the guard tells the API server.</summary>
    public string Address { get; }

    public static async Task<GuardService> StartAsync(TestPlayground playground)
    {
        var service = new GuardService(playground);
        await Eventually.HoldsAsync(() => Task.FromResult(service._ready.Count > 0), TimeSpan.FromSeconds(60), () => "no pod of the guard is ready", TimeProvider.System, service._stop.Token);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(_stop.Token);
            _connections.Add(ForwardAsync(client));
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, Port(), _stop.Token);
            await Task.WhenAll(CopyAsync(client, server), CopyAsync(server, client));
        }
    }

    /// <summary>The port of a pod that takes connections, each in turn.</summary>
    private int Port()
    {
        var ready = _ready;
        var log = _playground.LogOf(ready[(int)((uint)Interlocked.Increment(ref _turn) % ready.Count)]);
        return int.Parse(HttpsPort().Matches(log)[^1].Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    private async Task FollowAsync()
    {
        while (true)
        {
            _ready = await ReadyAsync();
            await Task.Delay(Lag, TimeProvider.System, _stop.Token);
        }
    }

    private async Task<IReadOnlyList<string>> ReadyAsync()
    {
        var pods = await _playground.Playground.Admin.Shell.RunAsync(
            ["kubectl", "get", "pods", "-n", "gitopsguard-system", "-l", "app.kubernetes.io/component=webhook", "-o", "json"], _stop.Token);
        return [.. JsonNode.Parse(pods.MustSucceed().Output)!["items"]!.AsArray().Where(IsReady).Select(pod => (string)pod!["metadata"]!["name"]!)];
    }

    private static bool IsReady(JsonNode? pod) =>
        pod!["metadata"]!["deletionTimestamp"] is null
        && pod["status"]?["conditions"]?.AsArray().Any(condition => ((string?)condition!["type"], (string?)condition["status"]) == ("Ready", "True")) == true;

    /// <summary>Copies until one side ends, and tells the other.</summary>
    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, _stop.Token) is var count and > 0)
        {
            for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
        }

        to.Shutdown(SocketShutdown.Send);
    }

    [GeneratedRegex(@"""HttpsPort"":(\d+)")]
    private static partial Regex HttpsPort();
}
