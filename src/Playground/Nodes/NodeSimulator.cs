using System.Threading.Channels;
using GitOpsGuard.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// One simulated node with its scheduler and kubelet and, where no kube-controller-manager runs, the controllers of
/// workloads. Each works through the API with its own certificate, as the real ones do. Pods run nothing and are
/// ready at once, but for those whose image is one of this repository's programs: these run as real processes.
/// </summary>
internal sealed class NodeSimulator : IAsyncDisposable
{
    /// <summary>The name of the node.</summary>
    public const string NodeName = "playground";

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly List<ApiClient> _clients = [];
    private readonly List<Task> _tasks = [];
    private readonly PlaygroundServices _services;
    private readonly Dictionary<Resource, Informer> _informers = [];
    private readonly DeploymentController _deployments;
    private Kubelet _kubelet = null!;
    private Scheduler _scheduler = null!;
    private WriteExecutor _controllers = null!;
    private bool _runsControllers;

    private NodeSimulator(PlaygroundServices services)
    {
        _services = services;
        _deployments = new DeploymentController(services.Time);
    }

    /// <summary>Registers the node and starts to work.</summary>
    public static async Task<NodeSimulator> StartAsync(
        ICluster cluster, PodPrograms programs, PlaygroundServices services, CancellationToken cancellationToken)
    {
        var simulator = new NodeSimulator(services);
        try
        {
            await simulator.StartAsync(cluster, programs, cancellationToken);
            return simulator;
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Ends the process of a pod whose name begins so and keeps it down until the result is disposed, as a machine
    /// that is out of memory would. Throws when no such process runs.
    /// </summary>
    public Task<IAsyncDisposable> HoldDownAsync(string podPrefix, CancellationToken cancellationToken) =>
        _kubelet.HoldDownAsync(podPrefix, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var task in _tasks)
        {
            try
            {
                await task;
            }
            catch (OperationCanceledException)
            {
                // Asked for just above.
            }
        }

        if (_kubelet is not null)
            await _kubelet.DisposeAsync();
        foreach (var client in _clients)
            client.Dispose();
        _stop.Dispose();
    }

    private async Task StartAsync(ICluster cluster, PodPrograms programs, CancellationToken cancellationToken)
    {
        var log = new SimulatorLog(_services.Paths.Log("nodes"), _services.Time);
        var node = await ConnectAsync(cluster, $"system:node:{NodeName}", ["system:nodes"], cancellationToken);
        var scheduler = await ConnectAsync(cluster, "system:kube-scheduler", [], cancellationToken);
        var controllers = await ConnectAsync(cluster, "system:kube-controller-manager", [], cancellationToken);

        _runsControllers = !cluster.RunsControllers;
        _scheduler = new Scheduler(new WriteExecutor(scheduler, log));
        _controllers = new WriteExecutor(controllers, log);
        _kubelet = new Kubelet(node, new WriteExecutor(node, log), programs, cluster, _services, Wake);
        await new NodeRegistration(node, _services.Time).RegisterAsync(cancellationToken);

        Watch(scheduler, BuiltInResources.Pods);
        if (_runsControllers)
        {
            Watch(
                controllers,
                BuiltInResources.Deployments,
                BuiltInResources.ReplicaSets,
                BuiltInResources.StatefulSets,
                BuiltInResources.DaemonSets,
                NodeResources.Services,
                NodeResources.EndpointSlices);
        }

        await Task.WhenAll(_informers.Values.Select(informer => informer.WaitForSyncAsync(cancellationToken)));
        _tasks.Add(RunAsync(_stop.Token));
        _tasks.Add(new NodeRegistration(node, _services.Time).HeartbeatAsync(_stop.Token));
    }

    private async Task<ApiClient> ConnectAsync(
        ICluster cluster, string user, IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        var kubeconfig = Path.Combine(_services.Paths.ControlPlane, $"{user.Replace(':', '-')}.kubeconfig");
        var certificate = await cluster.IssueAsync(user, groups, cancellationToken);
        await Kubeconfig.WriteAsync(kubeconfig, cluster, [(user, certificate)], cancellationToken);
        var client = Kubeconfig.Connect(kubeconfig, _services.Time);
        _clients.Add(client);
        return client;
    }

    private void Watch(ApiClient client, params Resource[] resources)
    {
        foreach (var resource in resources)
        {
            var informer = new Informer(
                client, new InformerOptions { Resource = resource }, _services.Time, NullLogger.Instance);
            informer.Changed += _ => Wake();
            _informers[resource] = informer;
            _tasks.Add(informer.RunAsync(_stop.Token));
        }
    }

    private void Wake() => _changed.Writer.TryWrite(true);

    /// <summary>Decides again after every change; many changes at once are one.</summary>
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _changed.Reader.ReadAllAsync(cancellationToken))
        {
            var view = View();
            if (_runsControllers)
                await _controllers.ExecuteAsync(Decide(view), cancellationToken);
            await _scheduler.BindAsync(view.Pods, cancellationToken);
            await _kubelet.SyncAsync(view.Pods, cancellationToken);
        }
    }

    private List<Write> Decide(ClusterView view) =>
    [
        .. _deployments.Decide(view),
        .. ReplicaSetController.Decide(view),
        .. StatefulSetController.Decide(view),
        .. DaemonSetController.Decide(view),
        .. PodCollector.Decide(view),
        .. EndpointSliceController.Decide(view),
    ];

    private ClusterView View() => new(
        Items(BuiltInResources.Deployments),
        Items(BuiltInResources.ReplicaSets),
        Items(BuiltInResources.StatefulSets),
        Items(BuiltInResources.DaemonSets),
        Items(NodeResources.Services),
        Items(NodeResources.EndpointSlices),
        Items(BuiltInResources.Pods));

    private JsonObject[] Items(Resource resource) =>
        _informers.TryGetValue(resource, out var informer) ? [.. informer.List().Select(item => JsonObject.Create(item)!)] : [];
}
