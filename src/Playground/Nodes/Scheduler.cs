using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>Binds every pod that waits for a node to the only one there is.</summary>
internal sealed class Scheduler(WriteExecutor writes)
{
    public async Task BindAsync(IEnumerable<JsonObject> pods, CancellationToken cancellationToken)
    {
        foreach (var pod in pods.Where(IsWaiting))
        {
            var binding = new Write.Create(BuiltInResources.Pods, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Binding",
                ["metadata"] = new JsonObject { ["name"] = pod.Name(), ["namespace"] = pod.Namespace() },
                ["target"] = new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Node",
                    ["name"] = NodeSimulator.NodeName,
                },
            }, "binding");
            await writes.ExecuteAsync(binding, cancellationToken);
        }
    }

    private static bool IsWaiting(JsonObject pod) =>
        !pod.IsTerminating()
        && string.IsNullOrEmpty((string?)pod["spec"]!["nodeName"])
        && ((string?)pod["spec"]!["schedulerName"] ?? "default-scheduler") == "default-scheduler";
}
