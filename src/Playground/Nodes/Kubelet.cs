using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// The node's agent: reports pods as running, runs the programs of those that have one, and lets go of pods that are deleted. A pod
/// with the annotation <see cref="FailAnnotation"/> never becomes ready; its value is the reason.
/// </summary>
internal sealed class Kubelet(
    ApiClient node, IReadOnlyDictionary<string, string> programs, ICluster cluster, PlaygroundServices services, Action changed)
    : IAsyncDisposable
{
    /// <summary>Set on a pod (by its template), makes the simulated containers fail with this reason.</summary>
    public const string FailAnnotation = "playground.gitopsguard.dev/fail";

    private readonly ConcurrentDictionary<string, PodProcess> _processes = [];
    private readonly Dictionary<string, string> _addresses = [];

    /// <summary>Brings the node's processes in line with the pods that are bound to it, and decides what to write of them.</summary>
    public async Task<IReadOnlyList<Write>> SyncAsync(IEnumerable<JsonObject> pods)
    {
        var mine = pods.Where(pod => pod.Text("spec", "nodeName") == NodeSimulator.NodeName).ToDictionary(ObjectTree.Uid);
        foreach (var uid in _processes.Keys.Where(uid => !mine.TryGetValue(uid, out var pod) || pod.IsTerminating()))
        {
            if (_processes.TryRemove(uid, out var process)) await process.DisposeAsync();
        }

        return [.. mine.Values.SelectMany(Report)];
    }

    /// <summary>The process of a pod whose name begins so.</summary>
    public PodProcess Running(string podPrefix) =>
        _processes.Values.FirstOrDefault(process => process.PodName.StartsWith(podPrefix, StringComparison.Ordinal))
        ?? throw new PlaygroundException($"no pod named {podPrefix}... runs on the simulated node");

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_processes.Values.Select(process => process.DisposeAsync().AsTask()));

    private IEnumerable<Write> Report(JsonObject pod) => pod.IsTerminating()
        ? [new Write(WriteVerb.Delete, BuiltInResources.Pods, pod, GraceSeconds: 0)]
        : StatusPatch.For(BuiltInResources.Pods, pod, State(pod).PodStatus(pod, Address(pod)), services.Time);

    private ContainerState State(JsonObject pod)
    {
        if (pod.Annotation(FailAnnotation) is { Length: > 0 } reason)
            return new ContainerState(Ready: false, Waiting: reason, Message: $"asked for by {FailAnnotation}");
        if (ProgramOf(pod) is { } program)
            return _processes.GetOrAdd(pod.Uid(), _ => Start(pod, program)).State;
        return pod.Text("spec", "restartPolicy") is "Never" or "OnFailure"
            ? new ContainerState(Ready: false, Finished: true)
            : new ContainerState(Ready: true);
    }

    /// <summary>The program that stands for the image of a pod's one container. Nobody else's image starts a program here.</summary>
    private string? ProgramOf(JsonObject pod)
    {
        if (pod.Namespace() != Core.Names.Namespace || pod.Items("spec", "containers").ToList() is not [var container]) return null;
        var image = container.Text("image") ?? "";
        var tag = image.IndexOfAny([':', '@'], image.LastIndexOf('/') + 1);
        return programs.GetValueOrDefault(tag < 0 ? image : image[..tag]);
    }

    private PodProcess Start(JsonObject pod, string program)
    {
        var layout = new PodLayout(pod, program, cluster, services);
        var token = new PodToken(node, cluster, pod, layout.AccountFolder, services.Time);
        return new PodProcess(pod.Name(), layout, token, services, changed).Start();
    }

    /// <summary>An address that no other pod has had; nothing listens there.</summary>
    private string Address(JsonObject pod)
    {
        if (_addresses.TryGetValue(pod.Uid(), out var address)) return address;
        var number = _addresses.Count + 2;
        return _addresses[pod.Uid()] = pod.Text("status", "podIP") ?? $"10.244.{number / 250}.{1 + (number % 250)}";
    }
}
