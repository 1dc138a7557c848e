using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// What a container of a pod would see, without a container: folders in place of its volumes, free ports in place of
/// its own, and its environment. A path under a volume's mount is replaced wherever a variable or argument has it.
/// </summary>
internal sealed class PodLayout
{
    private readonly JsonObject _pod;
    private readonly JsonObject _container;
    private readonly string _program;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly ICluster _cluster;
    private readonly PlaygroundServices _services;
    private readonly string _folder;
    private readonly Dictionary<string, int> _ports;

    public PodLayout(
        JsonObject pod,
        string program,
        IReadOnlyDictionary<string, string> environment,
        ICluster cluster,
        PlaygroundServices services)
    {
        _pod = pod;
        _container = pod["spec"]!["containers"]![0]!.AsObject();
        _program = program;
        _environment = environment;
        _cluster = cluster;
        _services = services;
        _folder = Path.Combine(services.Paths.Pods, pod.Uid());
        var ports = Members(_container, "ports").Select(port => (string?)port["name"] ?? "").ToList();
        _ports = ports.Zip(LoopbackPorts.Take(ports.Count)).ToDictionary(StringComparer.Ordinal);
        foreach (var volume in Volumes().Values)
            Directory.CreateDirectory(volume);
    }

    /// <summary>Stands for <c>/var/run/secrets/kubernetes.io/serviceaccount</c>.</summary>
    public string AccountFolder => Path.Combine(_folder, "serviceaccount");

    /// <summary>Where the readiness probe asks, or null when there is none.</summary>
    public Uri? ReadinessAddress
    {
        get
        {
            if (_container["readinessProbe"]?["httpGet"] is not JsonObject probe)
                return null;
            var port = probe["port"]!.GetValueKind() == System.Text.Json.JsonValueKind.String
                ? _ports[(string)probe["port"]!]
                : (int)probe["port"]!;
            return new Uri($"http://127.0.0.1:{port}{(string?)probe["path"] ?? "/"}");
        }
    }

    public ProcessSpec Spec()
    {
        var arguments = (_container["args"] as JsonArray ?? []).Select(value => OnThisMachine((string)value!));
        return new ProcessSpec(_program, [.. arguments], Variables(), _folder);
    }

    public void Delete()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(_services.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in _environment)
            variables[name] = value;
        foreach (var variable in Members(_container, "env"))
            variables[(string)variable["name"]!] = OnThisMachine(Value(variable));
        foreach (var (name, port) in _ports)
        {
            var key = name.ToUpperInvariant().Replace('-', '_');
            variables[$"GITOPSGUARD_{key}_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        }

        // The API server on this machine cannot route to a Service, so it is told the process's own address.
        if (_ports.TryGetValue("https", out var https))
            variables["GITOPSGUARD_WEBHOOK_URL"] = $"https://{_cluster.WebhookHost}:{https}";
        if (Volumes().TryGetValue("/tmp", out var temporary))
            variables["TMPDIR"] = temporary;
        variables["GITOPSGUARD_SERVICEACCOUNT_DIR"] = AccountFolder;
        variables["KUBERNETES_SERVICE_HOST"] = _cluster.Address.Host;
        variables["KUBERNETES_SERVICE_PORT"] = _cluster.Address.Port.ToString(CultureInfo.InvariantCulture);
        return variables;
    }

    private string Value(JsonObject variable)
    {
        if (variable["valueFrom"]?["fieldRef"]?["fieldPath"] is not { } path)
            return (string?)variable["value"] ?? "";

        return (string)path! switch
        {
            "metadata.name" => _pod.Name(),
            "metadata.namespace" => _pod.Namespace(),
            "metadata.uid" => _pod.Uid(),
            "spec.nodeName" => NodeSimulator.NodeName,
            "spec.serviceAccountName" => (string?)_pod["spec"]!["serviceAccountName"] ?? "default",
            "status.podIP" => "127.0.0.1",
            var other => throw new PlaygroundException($"the simulated node does not know the field {other}"),
        };
    }

    /// <summary>Mount path to the folder in its place, longest path first.</summary>
    private Dictionary<string, string> Volumes()
    {
        var empty = Members(_pod["spec"]!.AsObject(), "volumes")
            .Where(volume => volume["emptyDir"] is not null)
            .Select(volume => (string)volume["name"]!)
            .ToHashSet(StringComparer.Ordinal);
        return Members(_container, "volumeMounts")
            .Where(mount => empty.Contains((string)mount["name"]!))
            .OrderByDescending(mount => ((string)mount["mountPath"]!).Length)
            .ToDictionary(
                mount => (string)mount["mountPath"]!,
                mount => Path.Combine(_folder, "volumes", (string)mount["name"]!),
                StringComparer.Ordinal);
    }

    private string OnThisMachine(string value)
    {
        foreach (var (mount, folder) in Volumes())
        {
            if (value == mount || value.StartsWith($"{mount}/", StringComparison.Ordinal))
                return folder + value[mount.Length..];
        }

        return value;
    }

    private static IEnumerable<JsonObject> Members(JsonObject item, string name) =>
        (item[name] as JsonArray ?? []).OfType<JsonObject>();
}
