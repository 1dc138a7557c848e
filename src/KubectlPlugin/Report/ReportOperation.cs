using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Report;

/// <summary>Prints what the guard counted into the status of the GuardPolicies. One round trip.</summary>
internal sealed record ReportOperation(Scope Scope, string? Policy, bool AsJson) : IOperation
{
    /// <inheritdoc/>
    public async Task RunAsync(PluginEnvironment environment, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        using var api = environment.Connect(Scope.Kubeconfig, Scope.Context);
        var policies = await ReadAsync(api, cancellationToken);
        if (AsJson) await Output.WriteJsonAsync(output, new JsonObject { ["policies"] = new JsonArray([.. policies.Select(Json)]) });
        else await output.WriteAsync(string.Join('\n', policies.Select(policy => ReportText.Of(Read(policy)))));
    }

    private async Task<IReadOnlyList<JsonElement>> ReadAsync(ApiClient api, CancellationToken cancellationToken)
    {
        const string List = "List what there is: kubectl get guardpolicies";
        var found = new List<JsonElement>();
        if (Policy is not null)
        {
            found.Add(await api.GetAsync(OwnResources.GuardPolicies, null, Policy, cancellationToken) ?? throw new PluginException($"there is no GuardPolicy {Policy}", List));
            return found;
        }

        await foreach (var policy in api.ListAsync(OwnResources.GuardPolicies, null, null, cancellationToken)) found.Add(policy);
        return found.Count > 0 ? found : throw new PluginException("there is no GuardPolicy", "Install the chart, or create one: docs/kinds/guardpolicy.md");
    }

    private static KindObject<GuardPolicySpec, GuardPolicyStatus> Read(JsonElement policy) => policy.Deserialize(KindsJson.Default.GuardPolicy)!;

    private static JsonObject Json(JsonElement policy)
    {
        var status = JsonObject.Create(Core.Json.Member(policy, "status")) ?? [];
        return new()
        {
            ["name"] = Core.Json.TextAt(policy, "metadata", "name"),
            ["mode"] = Core.Json.TextAt(policy, "spec", "mode"),
            ["since"] = status["since"]?.DeepClone(),
            ["counts"] = status["counts"]?.DeepClone() ?? new JsonObject(),
            ["report"] = status["report"]?.DeepClone() ?? new JsonArray(),
        };
    }
}
