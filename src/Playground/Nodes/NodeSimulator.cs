using System.Threading.Channels;
using GitOpsGuard.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// One simulated node with its scheduler and kubelet and, where no kube-controller-manager runs, the controllers of workloads. Each
/// works through the API with its own certificate, as the real ones do. Pods run nothing and are ready at once, but for those whose
/// image is one of this repository's programs: these run as real processes.
/// </summary>
internal sealed class NodeSimulator(ICluster cluster, PlaygroundServices services) : IAsyncDisposable
{
    /// <summary>The name of the node.</summary>
    public const string NodeName = "playground";

    public static readonly Resource NodeKind = new("", "v1", "nodes", "Node", false);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly List<ApiClient> _clients = [];
    private readonly List<Task> _tasks = [];
    private readonly Dictionary<Resource, Informer> _informers = [];
    private Kubelet? _kubelet;

    /// <summary>Registers the node and starts to work. Images that are keys of <paramref name="programs"/> run as their values.</summary>
    public static Task<NodeSimulator> StartAsync(
        ICluster cluster, IReadOnlyDictionary<string, string> programs, PlaygroundServices services, CancellationToken ct) =>
        new NodeSimulator(cluster, services).StartedAsync(simulator => simulator.StartAsync(programs, ct));

    /// <summary>
    /// Ends the process of a pod whose name begins so and keeps it down meanwhile, as a machine that is out of memory would. Throws
    /// when no such process runs.
    /// </summary>
    public Task WhileDownAsync(string podPrefix, Func<Task> act, CancellationToken ct) =>
        _kubelet!.Running(podPrefix).WhileDownAsync(act, ct);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_kubelet is not null) await _kubelet.DisposeAsync();
        foreach (var client in _clients) client.Dispose();
        _stop.Dispose();
        await Task.WhenAll(_tasks.Where(task => task.IsFaulted));
    }

    private async Task StartAsync(IReadOnlyDictionary<string, string> programs, CancellationToken ct)
    {
        var node = await ConnectAsync($"system:node:{NodeName}", ["system:nodes"], ct);
        var scheduler = await ConnectAsync("system:kube-scheduler", [], ct);
        var controllers = await ConnectAsync("system:kube-controller-manager", [], ct);
        _kubelet = new Kubelet(node, programs, cluster, services, Wake);
        await RegisterAsync(node, ct);
        Watch(scheduler, BuiltInResources.Pods);
        foreach (var kind in cluster.RunsControllers ? [] : ClusterView.Watched) Watch(controllers, kind);
        await Task.WhenAll(_informers.Values.Select(informer => informer.WaitForSyncAsync(ct)));
        _tasks.Add(RunAsync(node, scheduler, controllers, _stop.Token));
        _tasks.Add(BeatAsync(node, _stop.Token));
    }

    private async Task<ApiClient> ConnectAsync(string user, IReadOnlyList<string> groups, CancellationToken ct)
    {
        var kubeconfig = Path.Combine(services.Paths.ControlPlane, $"{user.Replace(':', '-')}.kubeconfig");
        await Kubeconfig.IssueAsync(kubeconfig, cluster, user, groups, ct);
        var client = Kubeconfig.Connect(kubeconfig, services.Time);
        _clients.Add(client);
        return client;
    }

    private void Watch(ApiClient client, Resource kind)
    {
        var informer = new Informer(client, new InformerOptions { Resource = kind }, services.Time, NullLogger.Instance);
        informer.Changed += _ => Wake();
        _informers[kind] = informer;
        _tasks.Add(informer.RunAsync(_stop.Token));
    }

    private void Wake() => _changed.Writer.TryWrite(true);

    /// <summary>Creates the Node, or takes over the one that an earlier playground left, and marks it ready.</summary>
    private async Task RegisterAsync(ApiClient node, CancellationToken ct)
    {
        var now = Trees.Timestamp(services.Time.GetUtcNow());
        await new Write(WriteVerb.Apply, NodeKind, Template.Nodes.Fill("Node", ("name", NodeName))).SendAsync(node, ct);
        var status = Template.Nodes.Fill("Node status", ("name", NodeName), ("now", now));
        await new Write(WriteVerb.Apply, NodeKind, status, "status").SendAsync(node, ct);
    }

    /// <summary>Renews the lease by which the node shows that it is alive. Four renewals in a row may be missed.</summary>
    private async Task BeatAsync(ApiClient node, CancellationToken ct)
    {
        while (true)
        {
            var now = services.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
            var lease = Template.Nodes.Fill("Lease", ("name", NodeName), ("now", now));
            await new Write(WriteVerb.Apply, BuiltInResources.Leases, lease).MakeAsync(node, Log, ct);
            Wake(); // What was refused is tried again.
            await Task.Delay(Heartbeat, services.Time, ct);
        }
    }

    /// <summary>Decides again after every change; many changes at once are one.</summary>
    private async Task RunAsync(ApiClient node, ApiClient scheduler, ApiClient controllers, CancellationToken ct)
    {
        await foreach (var _ in _changed.Reader.ReadAllAsync(ct))
        {
            var view = new ClusterView(_informers.ToDictionary(
                entry => entry.Key, entry => (IReadOnlyList<JsonObject>)[.. entry.Value.List().Select(item => JsonObject.Create(item)!)]));
            if (!cluster.RunsControllers) await MakeAsync(controllers, view.Decide(services.Time), ct);
            await MakeAsync(scheduler, view.Bind(), ct);
            await MakeAsync(node, await _kubelet!.SyncAsync(view.Pods), ct);
        }
    }

    private Task MakeAsync(ApiClient client, IEnumerable<Write> writes, CancellationToken ct) =>
        Task.WhenAll(writes.Select(write => write.MakeAsync(client, Log, ct)));

    private void Log(string message)
    {
        var file = services.Paths.Log("nodes");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        lock (_changed) File.AppendAllText(file, $"{Trees.Timestamp(services.Time.GetUtcNow())} {message}\n");
    }
}
