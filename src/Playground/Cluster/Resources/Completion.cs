using GitOpsGuard.Playground.Cluster.Requests;

namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>What the server fills into built-in objects that no table can say: addresses, accounts, labels of identity.</summary>
internal sealed class Completion(ObjectStore store)
{
    private static readonly Collection Services = new("", "services");

    private static readonly JsonNode Sources = JsonNode.Parse("""
        [{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},
         {"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},
         {"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}},
         {"configMap":{"name":"openshift-service-ca.crt","items":[{"key":"service-ca.crt","path":"service-ca.crt"}]}}]
        """)!;

    private int addresses;
    private int nodePorts;

    /// <summary>Gives a new object what its row says that new ones get.</summary>
    public static void Begin(ResourceType type, JsonObject created)
    {
        foreach (var line in type.Traits["create"].Where(line => line.Length > 0 && (type.HasStatus || !line.StartsWith("status", StringComparison.Ordinal))))
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
        switch (request.Type.Row)
        {
            case { Group: "", Plural: "pods" }:
                CompletePod(created);
                break;
            case { Group: "batch", Plural: "jobs" }:
                CompleteJob(created);
                break;
            case { Group: "certificates.k8s.io" }:
                created.Open("spec")["username"] = request.User.Name;
                created.Open("spec")["groups"] = Trees.ArrayOf(request.User.Groups);
                break;
            default:
                Update(request.Type, [], created);
                break;
        }
    }

    /// <summary>Completes an object that is about to replace a live one.</summary>
    public void Update(ResourceType type, JsonObject live, JsonObject next)
    {
        if (type.Row.Group.Length > 0) return;
        switch (type.Row.Plural)
        {
            case "namespaces":
                next.Metadata.Open("labels")["kubernetes.io/metadata.name"] = next.Text("metadata", "name");
                break;
            case "services" when next.Text("spec", "type") != "ExternalName":
                KeepAddresses(live.Map("spec") ?? [], next.Open("spec"));
                AllocateAddresses(next);
                break;
            case "secrets" when next.Remove("stringData", out var texts):
                foreach (var (key, value) in texts as JsonObject ?? [])
                    next.Open("data")[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text() ?? ""));
                break;
        }
    }

    private void CompletePod(JsonObject pod)
    {
        var spec = pod.Open("spec");
        if (string.IsNullOrEmpty(spec.Text("serviceAccountName"))) spec["serviceAccountName"] = spec.Text("serviceAccount") ?? "default";
        spec.Put("serviceAccount", spec["serviceAccountName"]);
        var priority = store.Find(new ObjectKey("scheduling.k8s.io", "priorityclasses", "", spec.Text("priorityClassName") ?? ""));
        spec["enableServiceLinks"] ??= true;
        spec["preemptionPolicy"] ??= priority.Text("preemptionPolicy") ?? "PreemptLowerPriority";
        spec["priority"] ??= priority.Number("value") ?? 0;
        spec["tolerations"] ??= new JsonArray();
        foreach (var taint in (string[])["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"])
        {
            if (spec.Items("tolerations").Any(known => known.Text("key") is null || known.Text("key") == taint)) continue;
            ((JsonArray)spec["tolerations"]!).Add(new JsonObject
            {
                ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300,
            });
        }

        pod.Open("status")["qosClass"] = QualityOfService(pod);
        MountToken(pod, spec);
    }

    /// <summary>Gives every container the account's token, unless account or pod ask for none.</summary>
    private void MountToken(JsonObject pod, JsonObject spec)
    {
        var account = store.Find(new ObjectKey("", "serviceaccounts", pod.Text("metadata", "namespace") ?? "", spec.Text("serviceAccountName")!));
        if (!((spec["automountServiceAccountToken"] ?? account?["automountServiceAccountToken"])?.GetValue<bool>() ?? true)) return;
        const string path = "/var/run/secrets/kubernetes.io/serviceaccount";
        var name = $"kube-api-access-{ObjectMetadata.RandomSuffix()}";
        var open = spec.Items("containers").Concat(spec.Items("initContainers")).OfType<JsonObject>()
            .Where(container => !container.Items("volumeMounts").Any(mount => mount.Text("mountPath") == path)).ToList();
        if (open.Count == 0) return;
        foreach (var container in open)
        {
            container["volumeMounts"] ??= new JsonArray();
            ((JsonArray)container["volumeMounts"]!).Add(new JsonObject { ["name"] = name, ["readOnly"] = true, ["mountPath"] = path });
        }

        spec["volumes"] ??= new JsonArray();
        ((JsonArray)spec["volumes"]!).Add(new JsonObject
        {
            ["name"] = name,
            ["projected"] = new JsonObject { ["sources"] = Sources.DeepClone(), ["defaultMode"] = 420 },
        });
    }

    private static string QualityOfService(JsonObject pod)
    {
        var resources = pod.Items("spec", "containers").Select(container => container.Map("resources")).ToList();
        if (resources.TrueForAll(entry => entry.Map("limits") is null or { Count: 0 } && entry.Map("requests") is null or { Count: 0 }))
            return "BestEffort";
        return resources.TrueForAll(entry => entry.Map("limits") is { } limits && limits.ContainsKey("cpu") && limits.ContainsKey("memory")
            && (entry.Map("requests") is not { } requests || JsonNode.DeepEquals(limits, requests)))
            ? "Guaranteed"
            : "Burstable";
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
        if (!job.Has("metadata", "labels")) job.Metadata.Put("labels", labels);
    }

    private static void KeepAddresses(JsonObject live, JsonObject next)
    {
        if (string.IsNullOrEmpty(next.Text("clusterIP"))) next.Put("clusterIP", live["clusterIP"]);
        if (next["clusterIPs"] is not JsonArray { Count: > 0 }) next.Put("clusterIPs", live["clusterIPs"]);
        foreach (var port in next.Items("ports").OfType<JsonObject>().Where(port => port.Number("nodePort") is null or 0))
        {
            var same = live.Items("ports").FirstOrDefault(old => old.Number("port") == port.Number("port") && old.Text("protocol") == port.Text("protocol"));
            if (next.Text("type") is "NodePort" or "LoadBalancer" && same.Number("nodePort") is { } kept) port["nodePort"] = kept;
        }
    }

    private void AllocateAddresses(JsonObject service)
    {
        var spec = service.Open("spec");
        var others = store.List(Services).Objects.Where(other => other.Text("metadata", "uid") != service.Text("metadata", "uid")).ToList();
        if (string.IsNullOrEmpty(spec.Text("clusterIP")))
        {
            var taken = others.Select(other => other.Text("spec", "clusterIP")).ToHashSet();
            spec["clusterIP"] = AddressOf(Free(ref addresses, 257, 65_000, number => taken.Add(AddressOf(number))));
        }

        if (spec["clusterIPs"] is not JsonArray { Count: > 0 }) spec["clusterIPs"] = new JsonArray(spec.Text("clusterIP"));
        spec["ipFamilies"] ??= new JsonArray("IPv4");
        spec["ipFamilyPolicy"] ??= "SingleStack";
        spec["internalTrafficPolicy"] ??= "Cluster";
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer")) return;
        spec["externalTrafficPolicy"] ??= "Cluster";
        var used = others.SelectMany(other => other.Items("spec", "ports")).Select(port => port.Number("nodePort") ?? 0).ToHashSet();
        foreach (var port in spec.Items("ports").OfType<JsonObject>().Where(port => port.Number("nodePort") is null or 0))
            port["nodePort"] = Free(ref nodePorts, 30_000, 2_768, number => used.Add(number));
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
