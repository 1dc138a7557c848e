using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// The node's agent: reports pods as running, runs the programs of those that have one, and lets go of pods that are
/// deleted. A pod with the annotation <see cref="FailAnnotation"/> never becomes ready; its value is the reason.
/// </summary>
internal sealed class Kubelet(
    ApiClient node,
    WriteExecutor writes,
    PodPrograms programs,
    ICluster cluster,
    PlaygroundServices services,
    Action changed) : IAsyncDisposable
{
    /// <summary>Set on a pod (by its template), makes the simulated containers fail with this reason.</summary>
    public const string FailAnnotation = "playground.gitopsguard.dev/fail";

    private readonly Dictionary<string, PodProcess> _processes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _lastAddress = 1;

    /// <summary>Brings the node in line with the pods that are bound to it.</summary>
    public async Task SyncAsync(IReadOnlyCollection<JsonObject> pods, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var mine = pods.Where(pod => (string?)pod["spec"]!["nodeName"] == NodeSimulator.NodeName).ToList();
            await ForgetAsync([.. mine.Select(ObjectTree.Uid)]);
            foreach (var pod in mine)
                await SyncAsync(pod, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<IAsyncDisposable> HoldDownAsync(string podPrefix, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var held = _processes.Values.Where(process => process.PodName.StartsWith(podPrefix, StringComparison.Ordinal));
            var process = held.FirstOrDefault()
                ?? throw new PlaygroundException($"no pod named {podPrefix}... runs on the simulated node");
            return await process.HoldDownAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_processes.Values.Select(process => process.DisposeAsync().AsTask()));
        _processes.Clear();
        _turn.Dispose();
    }

    private async Task SyncAsync(JsonObject pod, CancellationToken cancellationToken)
    {
        if (pod.IsTerminating())
        {
            if (_processes.Remove(pod.Uid(), out var process))
                await process.DisposeAsync();
            await writes.ExecuteAsync(
                new Write.Delete(BuiltInResources.Pods, pod, GracePeriodSeconds: 0), cancellationToken);
            return;
        }

        if (PodStatus.Decide(pod, State(pod), Address(pod), services.Time) is { } write)
            await writes.ExecuteAsync(write, cancellationToken);
    }

    private ContainerState State(JsonObject pod)
    {
        if (pod.Annotation(FailAnnotation) is { Length: > 0 } reason)
            return new ContainerState(Ready: false, Waiting: reason, Message: $"asked for by {FailAnnotation}");
        if (programs.Find(pod) is { } program)
            return Process(pod, program).State;
        if ((string?)pod["spec"]!["restartPolicy"] is "Never" or "OnFailure")
            return new ContainerState(Ready: false, Finished: true);
        return ContainerState.Running;
    }

    private PodProcess Process(JsonObject pod, string program)
    {
        if (!_processes.TryGetValue(pod.Uid(), out var process))
        {
            var token = new PodToken(node, cluster, pod, services.Time);
            process = new PodProcess(pod, program, programs.Environment, token, cluster, services, changed);
            _processes[pod.Uid()] = process;
        }

        return process;
    }

    private async Task ForgetAsync(HashSet<string> present)
    {
        foreach (var uid in _processes.Keys.Where(uid => !present.Contains(uid)).ToList())
        {
            _processes.Remove(uid, out var process);
            await process!.DisposeAsync();
        }

        foreach (var uid in _addresses.Keys.Where(uid => !present.Contains(uid)).ToList())
            _addresses.Remove(uid);
    }

    /// <summary>An address that no other pod has had; nothing listens there.</summary>
    private string Address(JsonObject pod)
    {
        if (!_addresses.TryGetValue(pod.Uid(), out var address))
        {
            _lastAddress++;
            address = (string?)pod["status"]?["podIP"]
                ?? string.Create(CultureInfo.InvariantCulture, $"10.244.{_lastAddress / 250}.{1 + (_lastAddress % 250)}");
            _addresses[pod.Uid()] = address;
        }

        return address;
    }
}
