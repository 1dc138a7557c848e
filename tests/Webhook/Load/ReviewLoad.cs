using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.Webhook.Tests.Load;

/// <summary>
/// An API server's calls, one after the other, to one address behind which the ready replicas stand: it trusts what the registered
/// configuration says, keeps its connections, and counts what fails and which verdicts are wrong.
/// </summary>
internal sealed class ReviewLoad : IAsyncDisposable
{
    internal const int Callers = 6;

    /// <summary>Between two calls of one caller, so that the load leaves the machine to others as well.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    internal static readonly string Host = $"{Names.WebhookService}.{Names.Namespace}.svc";
    private readonly FakeApi _api;
    private readonly ConcurrentDictionary<GuardProcess, bool> _replicas;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _calling;
    private readonly Task _probing;
    private readonly ConcurrentQueue<string> _faults = [];
    private volatile HttpClient _http;
    private int _turn;
    private int _calls;

    internal ReviewLoad(FakeApi api, params GuardProcess[] replicas)
    {
        (_api, _replicas, _http) = (api, new(replicas.Select(replica => KeyValuePair.Create(replica, true))), NewClient());
        _probing = Task.Run(ProbeAsync, CancellationToken.None);
        _calling = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller), CancellationToken.None)));
    }

    /// <summary>Failed calls and wrong verdicts so far.</summary>
    internal IReadOnlyCollection<string> Faults => _faults;

    internal void Add(GuardProcess replica) => _replicas[replica] = true;

    /// <summary>Leaves a replica out from the next connection on, as a Service does with a pod that is to end.</summary>
    internal void Remove(GuardProcess replica) => _replicas.TryRemove(replica, out _);

    /// <summary>Begins with new connections, as an API server does whose clients are made anew.</summary>
    internal void RollConnections() => _http = NewClient();

    /// <summary>Waits until some more calls have been answered.</summary>
    internal async Task MoreCallsAsync(int count = 100)
    {
        var from = Volatile.Read(ref _calls);
        await Patience.UntilAsync(() => Volatile.Read(ref _calls) >= from + count);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_calling, _probing);
        _stop.Dispose();
    }

    private async Task ProbeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var (replica, was) in _replicas) _replicas.TryUpdate(replica, await replica.IsReadyAsync(), was);
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task CallAsync(int caller)
    {
        for (var number = caller; !_stop.IsCancellationRequested; number++)
        {
            var denied = number % 2 == 0;
            try
            {
                var body = RunningGuard.Review(RunningGuard.Scale(denied ? 5 : 3));
                using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
                using var answer = await _http.PostAsync(new Uri($"https://{Host}{Path(_api)}"), content, CancellationToken.None);
                var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                if (!text.Contains($"\"allowed\":{(denied ? "false" : "true")}", StringComparison.Ordinal)) _faults.Enqueue($"{answer.StatusCode}: {text}");
            }
            catch (HttpRequestException e)
            {
                _faults.Enqueue($"{e.Message} {e.InnerException?.Message}");
            }

            Interlocked.Increment(ref _calls);
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private HttpClient NewClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, ct) => await ConnectAsync(ct),
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => IsTrusted(new X509Certificate2(certificate!)) },
    });

    /// <summary>A connection to a ready replica, each in turn; one that is gone is passed over.</summary>
    private async Task<Stream> ConnectAsync(CancellationToken ct)
    {
        var ready = _replicas.Where(replica => replica.Value && !replica.Key.HasExited).Select(replica => replica.Key).ToArray();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, ready[(uint)Interlocked.Increment(ref _turn) % ready.Length].HttpsPort, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private bool IsTrusted(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(Encoding.ASCII.GetString(Convert.FromBase64String((string)Registered(_api)["caBundle"]!)));
        return chain.Build(certificate) && certificate.MatchesHostname(Host);
    }

    /// <summary>The registered path.</summary>
    internal static string Path(FakeApi api) => (string)Registered(api)["service"]!["path"]!;

    private static JsonNode Registered(FakeApi api) =>
        api.Get(BuiltInResources.ValidatingWebhookConfigurations, null, Names.WebhookConfiguration)!["webhooks"]![0]!["clientConfig"]!;
}
