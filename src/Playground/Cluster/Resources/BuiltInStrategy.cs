namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>What the API server itself fills in or takes away when built-in objects are written.</summary>
internal sealed class BuiltInStrategy(ObjectStore store)
{
    private static readonly Collection Services = new("", "services");

    private int _addresses;
    private int _nodePorts;

    /// <summary>Completes an object that is about to be created.</summary>
    public void Create(ResourceType type, JsonObject created)
    {
        if (type.Custom is not null)
        {
            if (type.HasStatus) created.Remove("status");
            return;
        }

        if (type.HasStatus && type.Row.Plural != "nodes") created["status"] = InitialStatus(type, created);
        switch (type.Row.Plural)
        {
            case "namespaces":
                created.Metadata.Open("labels")["kubernetes.io/metadata.name"] = created.Text("metadata", "name");
                created.Open("spec")["finalizers"] = new JsonArray("kubernetes");
                break;
            case "pods":
                CompletePod(created);
                break;
            case "services":
                AllocateAddresses(created);
                break;
            case "secrets" or "configmaps":
                FoldText(created);
                break;
            case "jobs":
                CompleteJob(created);
                break;
        }
    }

    /// <summary>Completes an object that is about to replace a live one.</summary>
    public void Update(ResourceType type, JsonObject live, JsonObject next)
    {
        if (type.Row.Group.Length > 0 || type.Custom is not null) return;
        switch (type.Row.Plural)
        {
            case "namespaces":
                next.Metadata.Open("labels")["kubernetes.io/metadata.name"] = next.Text("metadata", "name");
                next.Open("spec").Put("finalizers", live.At("spec", "finalizers"));
                break;
            case "services":
                KeepAddresses(live.Map("spec")!, next.Open("spec"));
                AllocateAddresses(next);
                break;
            case "secrets":
                FoldText(next);
                break;
        }
    }

    private static JsonObject InitialStatus(ResourceType type, JsonObject created) => type.Row.Plural switch
    {
        "namespaces" => new() { ["phase"] = "Active" },
        "pods" => new() { ["phase"] = "Pending", ["qosClass"] = QualityOfService(created) },
        "services" => new() { ["loadBalancer"] = new JsonObject() },
        "ingresses" => new() { ["loadBalancer"] = new JsonObject() },
        "persistentvolumeclaims" or "persistentvolumes" => new() { ["phase"] = "Pending" },
        "statefulsets" => new() { ["replicas"] = 0, ["availableReplicas"] = 0 },
        "replicasets" or "replicationcontrollers" => new() { ["replicas"] = 0 },
        "daemonsets" => new()
        {
            ["currentNumberScheduled"] = 0, ["numberMisscheduled"] = 0, ["desiredNumberScheduled"] = 0, ["numberReady"] = 0,
        },
        _ => [],
    };

    private static void CompletePod(JsonObject pod)
    {
        var spec = pod.Open("spec");
        if (string.IsNullOrEmpty(spec.Text("serviceAccountName"))) spec["serviceAccountName"] = spec.Text("serviceAccount") ?? "default";
        spec.Put("serviceAccount", spec["serviceAccountName"]);
        spec["enableServiceLinks"] ??= true;
        spec["preemptionPolicy"] ??= "PreemptLowerPriority";
        spec["priority"] ??= 0;
        spec["tolerations"] ??= new JsonArray([.. ((string[])["not-ready", "unreachable"]).Select(taint => new JsonObject
        {
            ["key"] = $"node.kubernetes.io/{taint}",
            ["operator"] = "Exists",
            ["effect"] = "NoExecute",
            ["tolerationSeconds"] = 300,
        })]);
    }

    private static string QualityOfService(JsonObject pod)
    {
        var resources = pod.Items("spec", "containers").Select(container => container.Map("resources")).ToList();
        if (resources.All(entry => entry.Map("limits") is null or { Count: 0 } && entry.Map("requests") is null or { Count: 0 }))
            return "BestEffort";
        return resources.All(entry => entry.Map("limits") is { } limits && limits.ContainsKey("cpu") && limits.ContainsKey("memory")
            && (entry.Map("requests") is not { } requests || JsonNode.DeepEquals(limits, requests)))
            ? "Guaranteed"
            : "Burstable";
    }

    private static void FoldText(JsonObject secret)
    {
        if (secret.Map("stringData") is not { } texts) return;
        foreach (var (key, value) in texts)
            secret.Open("data")[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value.Text() ?? ""));
        secret.Remove("stringData");
    }

    private static void CompleteJob(JsonObject job)
    {
        if (job.Flag("spec", "manualSelector") || job.Has("spec", "selector")) return;
        var uid = job.Text("metadata", "uid");
        var labels = job.Open("spec").Open("template").Metadata.Open("labels");
        foreach (var prefix in (string[])["", "batch.kubernetes.io/"])
        {
            labels[$"{prefix}controller-uid"] = uid;
            labels[$"{prefix}job-name"] = job.Text("metadata", "name");
        }

        job.Open("spec")["selector"] = new JsonObject
        {
            ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid },
        };
    }

    private static void KeepAddresses(JsonObject live, JsonObject next)
    {
        if (next.Text("type") == "ExternalName") return;
        if (string.IsNullOrEmpty(next.Text("clusterIP"))) next.Put("clusterIP", live["clusterIP"]);
        if (next["clusterIPs"] is not JsonArray { Count: > 0 }) next.Put("clusterIPs", live["clusterIPs"]);
        foreach (var port in next.Items("ports").OfType<JsonObject>().Where(port => port.Number("nodePort") is null or 0))
        {
            var same = live.Items("ports").FirstOrDefault(old => old.Number("port") == port.Number("port") && old.Text("protocol") == port.Text("protocol"));
            if (next.Text("type") is "NodePort" or "LoadBalancer" && same.Number("nodePort") is { } kept) port["nodePort"] = kept;
        }
    }

    /// <summary>The next number of a range: requests at one moment never get the same.</summary>
    private static int Next(ref int given, int first, int count) => first + (int)((uint)Interlocked.Increment(ref given) % (uint)count);

    private static string AddressOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"10.96.{number / 256}.{number % 256}");

    private void AllocateAddresses(JsonObject service)
    {
        var spec = service.Open("spec");
        if (spec.Text("type") == "ExternalName") return;
        spec["type"] ??= "ClusterIP";
        var others = store.List(Services).Objects.Where(other => other.Text("metadata", "uid") != service.Text("metadata", "uid")).ToList();
        if (string.IsNullOrEmpty(spec.Text("clusterIP")))
        {
            var taken = others.Select(other => other.Text("spec", "clusterIP")).ToHashSet();
            do spec["clusterIP"] = AddressOf(Next(ref _addresses, 257, 65_000));
            while (taken.Contains(spec.Text("clusterIP")));
        }

        if (spec["clusterIPs"] is not JsonArray { Count: > 0 }) spec["clusterIPs"] = new JsonArray(spec.Text("clusterIP"));
        spec["ipFamilies"] ??= new JsonArray("IPv4");
        spec["ipFamilyPolicy"] ??= "SingleStack";
        spec["internalTrafficPolicy"] ??= "Cluster";
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer")) return;
        spec["externalTrafficPolicy"] ??= "Cluster";
        var used = others.SelectMany(other => other.Items("spec", "ports")).Select(port => port.Number("nodePort") ?? 0).ToHashSet();
        foreach (var port in spec.Items("ports").OfType<JsonObject>().Where(port => port.Number("nodePort") is null or 0))
        {
            int free;
            do free = Next(ref _nodePorts, 30_000, 2_768);
            while (!used.Add(free));
            port["nodePort"] = free;
        }
    }
}
