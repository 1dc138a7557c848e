namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// What a container of a pod would see, without a container: folders in place of its volumes, free ports in place of its own, and
/// its environment. A path under a volume's mount is replaced wherever a variable or argument has it.
/// </summary>
internal sealed class PodLayout
{
    private readonly JsonObject _pod;
    private readonly JsonNode? _container;
    private readonly string _program;
    private readonly ICluster _cluster;
    private readonly PlaygroundServices _services;
    private readonly string _folder;
    private readonly Dictionary<string, int> _ports;
    private readonly Dictionary<string, string> _volumes;

    public PodLayout(JsonObject pod, string program, ICluster cluster, PlaygroundServices services)
    {
        (_pod, _program, _cluster, _services) = (pod, program, cluster, services);
        _container = pod.Items("spec", "containers").First();
        _folder = Path.Combine(services.Paths.Pods, pod.Uid());
        var ports = _container.Items("ports").Select(port => port.Text("name") ?? "").ToList();
        _ports = ports.Zip(LoopbackPorts.Take(ports.Count)).ToDictionary();
        var empty = pod.Items("spec", "volumes").Where(volume => volume.Has("emptyDir")).Select(volume => volume.Text("name")).ToHashSet();
        _volumes = _container.Items("volumeMounts").Where(mount => empty.Contains(mount.Text("name"))).ToDictionary(
            mount => mount.Text("mountPath")!, mount => Path.Combine(_folder, "volumes", mount.Text("name")!));
        foreach (var volume in _volumes.Values) Directory.CreateDirectory(volume);
    }

    /// <summary>Stands for <c>/var/run/secrets/kubernetes.io/serviceaccount</c>.</summary>
    public string AccountFolder => Path.Combine(_folder, "serviceaccount");

    /// <summary>Where the readiness probe asks, or null when there is none.</summary>
    public Uri? ReadinessAddress
    {
        get
        {
            if (_container.Map("readinessProbe", "httpGet") is not { } probe) return null;
            var port = probe.Text("port") is { } name ? _ports[name] : probe.Number("port");
            return new Uri($"http://127.0.0.1:{port}{probe.Text("path") ?? "/"}");
        }
    }

    /// <summary>The program with its arguments.</summary>
    public IReadOnlyList<string> Words => [_program, .. _container.Texts("args").Select(OnThisMachine)];

    /// <summary>Where the program runs, and with which variables.</summary>
    public Shell Shell => _services.Shell.With(Variables()) with { Folder = _folder };

    public void Delete()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private IEnumerable<(string Name, string Value)> Variables()
    {
        yield return ("GITOPSGUARD_LISTEN_ADDRESS", _cluster.WebhookHost == "127.0.0.1" ? "127.0.0.1" : "0.0.0.0");

        // The API server on this machine cannot route to a Service, so it is told the process's own address, unless the pod names one.
        if (_ports.TryGetValue("https", out var https)) yield return ("GITOPSGUARD_WEBHOOK_URL", $"https://{_cluster.WebhookHost}:{https}");
        foreach (var variable in _container.Items("env")) yield return (variable.Text("name")!, OnThisMachine(Value(variable)));
        foreach (var (name, port) in _ports) yield return ($"GITOPSGUARD_{name.ToUpperInvariant().Replace('-', '_')}_PORT", $"{port}");
        if (_volumes.TryGetValue("/tmp", out var temporary)) yield return ("TMPDIR", temporary);
        yield return ("GITOPSGUARD_SERVICEACCOUNT_DIR", AccountFolder);
        yield return ("KUBERNETES_SERVICE_HOST", _cluster.Address.Host);
        yield return ("KUBERNETES_SERVICE_PORT", $"{_cluster.Address.Port}");
    }

    private string Value(JsonNode? variable) => variable.Text("valueFrom", "fieldRef", "fieldPath") switch
    {
        null => variable.Text("value") ?? "",
        "status.podIP" => "127.0.0.1",
        var path => _pod.Text(path.Split('.')) ?? throw new PlaygroundException($"the simulated node does not know the field {path}"),
    };

    private string OnThisMachine(string value)
    {
        var mount = _volumes.Keys.Where(path => $"{value}/".StartsWith($"{path}/", StringComparison.Ordinal)).MaxBy(path => path.Length);
        return mount is null ? value : _volumes[mount] + value[mount.Length..];
    }
}
