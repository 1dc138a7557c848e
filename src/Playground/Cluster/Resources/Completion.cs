namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>What the server fills into built-in objects: the rows of tables, and what must be free or looked up.</summary>
internal sealed class Completion(ObjectStore store)
{
    private const string TokenFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    private static readonly Collection Services = new("", "services");
    private static readonly Lazy<ILookup<string, TableRow>> Table = new(() => TableRow.Read("completion.txt"));

    private int addresses;
    private int nodePorts;

    /// <summary>Gives a new object what its row says that new ones get.</summary>
    public static void Begin(ResourceType type, JsonObject created)
    {
        foreach (var line in type.Traits["create"]
            .Where(line => line.Length > 0 && (type.HasStatus || !line.StartsWith("status", StringComparison.Ordinal))))
        {
            var parts = line.Split(' ', 2);
            var path = parts[0].Split('.');
            var holder = path[..^1].Aggregate(created, (map, key) => map.Open(key));
            var value = JsonNode.Parse(parts[1]);
            holder.Put(path[^1], value is JsonArray added ? Trees.ArrayOf(holder.Texts(path[^1]).Union(added.Texts())) : value);
        }
    }

    /// <summary>Completes an object that is about to be created.</summary>
    public void Create(ResourceRequest request, JsonObject created)
    {
        var spec = created.Map("spec") ?? [];
        if (request.Type.Row.Type == "core.v1.Pod") Prioritize(request, created, spec);
        if (request.Type.Row.Kind == "CertificateSigningRequest")
        {
            spec["username"] = request.User.Name;
            spec["groups"] = Trees.ArrayOf(request.User.Groups);
        }

        Defaults.Add(Table.Value, request.Type.Row.Type, created);
        if (request.Type.Row.Type == "core.v1.Pod") MountToken(created, spec);
        Update(request.Type, [], created);
    }

    /// <summary>Gives a service that is about to be stored the addresses that it has or needs.</summary>
    public void Update(ResourceType type, JsonObject live, JsonObject next)
    {
        if (type.Row.Type != "core.v1.Service" || next.Text("spec", "type") == "ExternalName") return;
        var (old, spec) = (live.Map("spec") ?? [], next.Open("spec"));
        if (string.IsNullOrEmpty(spec.Text("clusterIP"))) spec.Put("clusterIP", old["clusterIP"]);
        var others = store.List(Services).Objects.Where(other => other.Text("metadata", "uid") != next.Text("metadata", "uid")).ToList();
        if (string.IsNullOrEmpty(spec.Text("clusterIP")))
        {
            var taken = others.Select(other => other.Text("spec", "clusterIP")).ToHashSet();
            spec["clusterIP"] = AddressOf(Free(ref addresses, 257, 65_000, number => taken.Add(AddressOf(number))));
        }

        if (spec["clusterIPs"] is not JsonArray { Count: > 0 })
            spec["clusterIPs"] = old["clusterIPs"]?.DeepClone() ?? new JsonArray(spec.Text("clusterIP"));
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer")) return;
        var used = others.SelectMany(other => other.Items("spec", "ports")).Select(port => port.Number("nodePort") ?? 0).ToHashSet();
        foreach (var port in spec.Items("ports").OfType<JsonObject>().Where(port => port.Number("nodePort") is null or 0))
        {
            var same = old.Items("ports").FirstOrDefault(known =>
                known.Number("port") == port.Number("port") && known.Text("protocol") == port.Text("protocol"));
            port["nodePort"] = same.Number("nodePort") ?? Free(ref nodePorts, 30_000, 2_768, number => used.Add(number));
        }
    }

    private void Prioritize(ResourceRequest request, JsonObject created, JsonObject spec)
    {
        var name = spec.Text("priorityClassName") ?? "";
        var known = store.Find(new ObjectKey("scheduling.k8s.io", "priorityclasses", "", name));
        if (known is null && name.Length > 0) throw (request with { Name = created.Text("metadata", "name") }).Forbidden($"no PriorityClass with name {name} was found");
        if (known is not null) spec["priority"] ??= known["value"]?.DeepClone();
        if (known is not null) spec["preemptionPolicy"] ??= known["preemptionPolicy"]?.DeepClone();
        foreach (var taint in (string[])["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"])
        {
            if (spec.Items("tolerations").All(toleration => toleration.Text("key") is { } key && key != taint))
                spec.Append("tolerations", Template.Answers.Fill("Toleration", ("taint", taint)));
        }
    }

    /// <summary>Gives every container the account's token, unless account or pod ask for none.</summary>
    private void MountToken(JsonObject pod, JsonObject spec)
    {
        var space = pod.Text("metadata", "namespace") ?? "";
        var account = store.Find(new ObjectKey("", "serviceaccounts", space, spec.Text("serviceAccountName")!));
        if ((spec["automountServiceAccountToken"] ?? account?["automountServiceAccountToken"])?.GetValue<bool>() == false) return;
        var name = $"kube-api-access-{ObjectMetadata.RandomSuffix()}";
        var open = spec.Items("containers").Concat(spec.Items("initContainers")).OfType<JsonObject>()
            .Where(container => !container.Items("volumeMounts").Any(mount => mount.Text("mountPath") == TokenFolder)).ToList();
        foreach (var container in open)
            container.Append("volumeMounts", Template.Answers.Fill("Token mount", ("name", name), ("folder", TokenFolder)));
        if (open.Count > 0) spec.Append("volumes", Template.Answers.Fill("Token volume", ("name", name)));
    }

    private static string AddressOf(int number) => string.Create(CultureInfo.InvariantCulture, $"10.96.{number / 256}.{number % 256}");

    /// <summary>The next number of a range that is free: requests at one moment never get the same.</summary>
    private static int Free(ref int given, int first, int count, Func<int, bool> take)
    {
        while (true)
        {
            var number = first + (int)((uint)Interlocked.Increment(ref given) % (uint)count);
            if (take(number)) return number;
        }
    }
}
