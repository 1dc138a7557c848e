using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>The status that the kubelet writes for a pod.</summary>
internal static class PodStatus
{
    /// <summary>A patch, or null when the status says the same already.</summary>
    public static Write.Merge? Decide(JsonObject pod, ContainerState state, string address, TimeProvider time)
    {
        var live = pod["status"] as JsonObject;
        var wanted = new JsonObject
        {
            ["phase"] = Phase(state),
            ["hostIP"] = "10.244.0.1",
            ["podIP"] = address,
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address }),
            ["startTime"] = (string?)live?["startTime"] ?? Conditions.Now(time),
            ["conditions"] = PodConditions(pod, state, time),
            ["containerStatuses"] = Containers(pod, state, time),
        };
        return wanted.All(member => JsonNode.DeepEquals(member.Value, live?[member.Key]))
            ? null
            : new Write.Merge(BuiltInResources.Pods, pod, new JsonObject { ["status"] = wanted }, "status");
    }

    private static string Phase(ContainerState state) =>
        state.Finished ? "Succeeded" : state is { Waiting: not null, Restarts: 0 } ? "Pending" : "Running";

    private static JsonArray PodConditions(JsonObject pod, ContainerState state, TimeProvider time)
    {
        var ready = state.Ready ? "True" : "False";
        var reason = state.Finished ? "PodCompleted" : state.Ready ? "" : "ContainersNotReady";
        return new JsonArray(
            Condition("PodScheduled", "True", ""),
            Condition("Initialized", "True", ""),
            Condition("ContainersReady", ready, reason),
            Condition("Ready", ready, reason));

        JsonObject Condition(string type, string status, string why)
        {
            var next = Conditions.Next(pod, type, status, why, "", time);
            var condition = new JsonObject
            {
                ["type"] = type,
                ["status"] = status,
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = next["lastTransitionTime"]!.DeepClone(),
            };
            if (why.Length > 0)
                condition["reason"] = why;
            return condition;
        }
    }

    private static JsonArray Containers(JsonObject pod, ContainerState state, TimeProvider time)
    {
        var known = (pod["status"]?["containerStatuses"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        return [.. pod["spec"]!["containers"]!.AsArray().OfType<JsonObject>().Select(container =>
        {
            var name = (string)container["name"]!;
            var old = known.FirstOrDefault(status => (string?)status["name"] == name);
            return (JsonNode)new JsonObject
            {
                ["name"] = name,
                ["image"] = (string?)container["image"] ?? "",
                ["imageID"] = "",
                ["ready"] = state.Ready,
                ["started"] = state.Ready,
                ["restartCount"] = state.Restarts,
                ["state"] = State(state, old, time),
            };
        })];
    }

    private static JsonObject State(ContainerState state, JsonObject? old, TimeProvider time)
    {
        if (state.Waiting is { } reason)
            return new JsonObject { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = state.Message ?? "" } };

        var kind = state.Finished ? "terminated" : "running";
        if (old?["state"]?[kind] is { } same && (int?)old["restartCount"] == state.Restarts)
            return new JsonObject { [kind] = same.DeepClone() };

        var now = Conditions.Now(time);
        return new JsonObject
        {
            [kind] = state.Finished
                ? new JsonObject { ["exitCode"] = 0, ["reason"] = "Completed", ["startedAt"] = now, ["finishedAt"] = now }
                : new JsonObject { ["startedAt"] = now },
        };
    }
}
