namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// Keeps one EndpointSlice for each Service that has a selector, with the addresses of the pods that it selects. Like the real
/// controller it copies the Service's labels.
/// </summary>
internal static class EndpointSlice
{
    public static IEnumerable<Write> Decide(JsonObject service, ClusterView view)
    {
        if (service.Map("spec", "selector") is not { Count: > 0 } selector) yield break;
        var wanted = Of(service, view.Pods.Where(pod => pod.Namespace() == service.Namespace() && pod.Matches(selector)));
        var live = view.Objects[ClusterView.EndpointSlices]
            .FirstOrDefault(slice => slice.Name() == wanted.Name() && slice.Namespace() == wanted.Namespace());
        if (live is null) yield return new Write(WriteVerb.Create, ClusterView.EndpointSlices, wanted);
        else if (!Same(live, wanted)) yield return new Write(WriteVerb.Merge, ClusterView.EndpointSlices, wanted);
    }

    private static bool Same(JsonObject live, JsonObject wanted) =>
        JsonNode.DeepEquals(live["endpoints"], wanted["endpoints"])
        && JsonNode.DeepEquals(live["ports"], wanted["ports"])
        && JsonNode.DeepEquals(live.At("metadata", "labels"), wanted.At("metadata", "labels"));

    private static JsonObject Of(JsonObject service, IEnumerable<JsonObject> pods)
    {
        var labelled = service
            .With(service.Name(), "metadata", "labels", "kubernetes.io/service-name")
            .With("playground", "metadata", "labels", "endpointslice.kubernetes.io/managed-by");
        var endpoints = pods.Where(pod => pod.Has("status", "podIP")).OrderBy(ObjectTree.Name, StringComparer.Ordinal).Select(Endpoint);
        return Template.Nodes.Fill(
            "EndpointSlice",
            ("name", $"{service.Name()}-{PodOwner.Digest(service.Uid(), 5)}"), ("namespace", service.Namespace()),
            ("labels", labelled.At("metadata", "labels")), ("owner", service.AsOwner(ClusterView.Services)),
            ("endpoints", new JsonArray([.. endpoints])), ("ports", new JsonArray([.. service.Items("spec", "ports").Select(Port)])));
    }

    private static JsonObject Endpoint(JsonObject pod) => Template.Nodes.Fill(
        "Endpoint",
        ("address", pod.Text("status", "podIP")), ("ready", pod.IsReadyPod()), ("terminating", pod.IsTerminating()),
        ("namespace", pod.Namespace()), ("name", pod.Name()), ("uid", pod.Uid()), ("node", pod.Text("spec", "nodeName")));

    private static JsonObject Port(JsonNode? port) => Template.Nodes.Fill(
        "Port",
        ("name", port.Text("name") ?? ""), ("protocol", port.Text("protocol") ?? "TCP"),
        ("port", port.Number("targetPort") ?? port.Number("port")));
}
