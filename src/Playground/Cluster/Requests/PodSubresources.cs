namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>
/// What is asked of a pod beside its object: eviction, binding to a node, connections; the latter also of services
/// and nodes.
/// </summary>
internal sealed class PodSubresources(ClusterServices cluster)
{
    private const string Refusal = "Cannot evict pod as it would violate the pod's disruption budget.";

    private readonly Writer writer = new(cluster);
    private readonly Deleter deleter = new(cluster);

    /// <summary>Deletes a pod unless a disruption budget says that too many are gone already.</summary>
    public async Task<JsonObject> EvictAsync(ResourceRequest request, JsonObject pod, JsonObject eviction, CancellationToken cancel)
    {
        if (eviction.Text("metadata", "name") is { Length: > 0 } named && named != request.Name)
            throw ApiError.BadRequest("name in URL does not match name in Eviction object");
        Complete(request, eviction, "policy/v1", "Eviction");
        await cluster.Admission.AdmitAsync(request.Review("CREATE", eviction, null), cancel);
        var going = pod.Has("metadata", "deletionTimestamp") || pod.Text("status", "phase") is "Succeeded" or "Failed" or "Pending";
        List<JsonObject> budgets = going ? [] : [.. Disruptions.Covering(cluster.Store, pod)];
        if (budgets.Count > 1)
            throw ApiError.Internal("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        var options = request.Options.With(eviction.Map("deleteOptions"));
        if (budgets is [var budget]) Spend(request with { Options = options }, budget, pod);
        if (!options.DryRun) writer.Put(request with { Subresource = "status" }, next => next.Open("status").Append("conditions", Condition(
            "DisruptionTarget", "EvictionByEvictionAPI", "Eviction API: evicting")));
        await deleter.DeleteAsync(request with { Subresource = null, Options = options }, cancel, admit: false);
        return Success();
    }

    /// <summary>Places a pod on a node.</summary>
    public async Task<JsonObject> BindAsync(ResourceRequest request, JsonObject pod, JsonObject binding, CancellationToken cancel)
    {
        Complete(request, binding, "v1", "Binding");
        await cluster.Admission.AdmitAsync(request.Review("CREATE", binding, null), cancel);
        if (pod.Text("spec", "nodeName") is { Length: > 0 } node) throw ApiError.Conflict(
            "", "pods/binding", request.Name!, $"pod {request.Name} is already assigned to node \"{node}\"");
        writer.Put(request with { Subresource = null }, next =>
        {
            next.Open("spec").Put("nodeName", binding.At("target", "name"));
            next.Open("status").Append("conditions", Condition("PodScheduled", null, null));
        });
        return Success();
    }

    /// <summary>Nothing runs in this cluster, so a connection ends with 501 once admission has had its say.</summary>
    public async Task ConnectAsync(ResourceRequest request, CancellationToken cancel)
    {
        var options = new JsonObject { ["kind"] = DiscoveryDocuments.KindOf(request.Type, request.Subresource).Kind,
            ["apiVersion"] = "v1" };
        if (request.Subresource != "log") await cluster.Admission.AdmitAsync(request.Review("CONNECT", options, null), cancel);
        throw ApiError.NotImplemented($"{request.Type.Row.Plural}/{request.Subresource}");
    }

    /// <summary>Counts an eviction against a budget; 429 when nothing is left of it.</summary>
    private void Spend(ResourceRequest request, JsonObject budget, JsonObject pod)
    {
        var (name, status) = (budget.Text("metadata", "name")!, budget.Map("status"));
        var (healthy, desired) = (status.Number("currentHealthy") ?? 0, status.Number("desiredHealthy") ?? 0);
        if ((status.Number("observedGeneration") ?? 0) < budget.Number("metadata", "generation"))
            throw TooMany($"The disruption budget {name} is still being processed by the server.");
        if (!pod.IsReadyPod() && (budget.Text("spec", "unhealthyPodEvictionPolicy") == "AlwaysAllow"
            || (healthy >= desired && desired > 0))) return;
        if (status.Number("disruptionsAllowed") is null or 0)
            throw TooMany($"The disruption budget {name} needs {desired} healthy pods and has {healthy} currently");
        if (request.Options.DryRun) return;
        writer.Put(request with { Type = cluster.Catalog.Find("policy", "v1", "poddisruptionbudgets")!, Name = name,
            Subresource = "status" }, next =>
        {
            next.Open("status")["disruptionsAllowed"] = status.Number("disruptionsAllowed") - 1;
            next.Open("status").Open("disruptedPods")[request.Name!] = Trees.Timestamp(cluster.Time.GetUtcNow());
        });
    }

    private JsonObject Condition(string type, string? reason, string? message) => Template.Answers.Fill(
        "Pod condition", ("type", type), ("now", Trees.Timestamp(cluster.Time.GetUtcNow())), ("reason", reason), ("message", message));

    private static ApiError TooMany(string why) => new(429, "TooManyRequests", Refusal, new()
    {
        ["causes"] = new JsonArray(ApiError.Cause("DisruptionBudget", why)),
    });

    private static void Complete(ResourceRequest request, JsonObject body, string apiVersion, string kind)
    {
        body["apiVersion"] = apiVersion;
        body["kind"] = kind;
        body.Metadata["name"] = request.Name;
        body.Metadata["namespace"] = request.Namespace;
    }

    private static JsonObject Success() => Template.Answers.Fill("Success", ("details", null), ("code", 201));
}
