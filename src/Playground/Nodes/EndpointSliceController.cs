namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// Keeps one EndpointSlice per Service that has a selector, with the addresses of the pods that it selects. Like the
/// real controller it copies the Service's labels.
/// </summary>
internal static class EndpointSliceController
{
    private const string ServiceName = "kubernetes.io/service-name";
    private const string ManagedBy = "endpointslice.kubernetes.io/managed-by";

    public static IEnumerable<Write> Decide(ClusterView view)
    {
        var wanted = view.Services
            .Where(service => !service.IsTerminating() && service["spec"]?["selector"] is JsonObject { Count: > 0 })
            .Select(service => Slice(service, view))
            .ToDictionary(slice => (slice.Namespace(), slice.Name()));
        var live = view.Slices.ToDictionary(slice => (slice.Namespace(), slice.Name()));

        foreach (var (key, slice) in wanted)
        {
            if (!live.TryGetValue(key, out var old))
                yield return new Write.Create(NodeResources.EndpointSlices, slice);
            else if (!Same(old, slice))
                yield return new Write.Merge(NodeResources.EndpointSlices, slice, slice);
        }

        foreach (var old in view.Slices.Where(slice => slice.Label(ManagedBy) == "playground"))
        {
            if (!wanted.ContainsKey((old.Namespace(), old.Name())) && !old.IsTerminating())
                yield return new Write.Delete(NodeResources.EndpointSlices, old);
        }
    }

    private static bool Same(JsonObject live, JsonObject wanted) =>
        JsonNode.DeepEquals(live["endpoints"], wanted["endpoints"])
        && JsonNode.DeepEquals(live["ports"], wanted["ports"])
        && JsonNode.DeepEquals(live["metadata"]!["labels"], wanted["metadata"]!["labels"]);

    private static JsonObject Slice(JsonObject service, ClusterView view)
    {
        var selector = service["spec"]!["selector"]!.AsObject();
        var labels = service["metadata"]!["labels"]?.DeepClone().AsObject() ?? [];
        labels[ServiceName] = service.Name();
        labels[ManagedBy] = "playground";
        var pods = view.Pods
            .Where(pod => pod.Namespace() == service.Namespace() && pod["status"]?["podIP"] is not null)
            .Where(pod => pod.Matches(selector))
            .OrderBy(ObjectTree.Name, StringComparer.Ordinal);
        return new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{service.Name()}-{Workloads.Digest(service.Uid(), 5)}",
                ["namespace"] = service.Namespace(),
                ["labels"] = labels,
                ["ownerReferences"] = service.OwnerReferences("v1", "Service"),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray([.. pods.Select(pod => (JsonNode)Endpoint(pod))]),
            ["ports"] = Ports(service),
        };
    }

    private static JsonObject Endpoint(JsonObject pod)
    {
        var ready = pod.IsReadyPod();
        return new JsonObject
        {
            ["addresses"] = new JsonArray((string)pod["status"]!["podIP"]!),
            ["conditions"] = new JsonObject
            {
                ["ready"] = ready,
                ["serving"] = ready,
                ["terminating"] = pod.IsTerminating(),
            },
            ["targetRef"] = new JsonObject
            {
                ["kind"] = "Pod",
                ["namespace"] = pod.Namespace(),
                ["name"] = pod.Name(),
                ["uid"] = pod.Uid(),
            },
            ["nodeName"] = (string?)pod["spec"]!["nodeName"],
        };
    }

    private static JsonArray Ports(JsonObject service)
    {
        var ports = (service["spec"]!["ports"] as JsonArray ?? []).OfType<JsonObject>();
        return [.. ports.Select(port => (JsonNode)new JsonObject
        {
            ["name"] = (string?)port["name"] ?? "",
            ["protocol"] = (string?)port["protocol"] ?? "TCP",
            ["port"] = port["targetPort"]?.GetValueKind() == System.Text.Json.JsonValueKind.Number
                ? (int)port["targetPort"]!
                : (int)port["port"]!,
        })];
    }
}
