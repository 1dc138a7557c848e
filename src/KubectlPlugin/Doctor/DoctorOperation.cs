using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Doctor;

/// <summary>Names who could get around the lock, from roles, bindings and policies. Five lists at once.</summary>
internal sealed record DoctorOperation(Scope Scope, bool AsJson) : IOperation
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <inheritdoc/>
    public async Task RunAsync(PluginEnvironment environment, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        using var api = environment.Connect(Scope.Kubeconfig, Scope.Context);
        var findings = await FindAsync(api, cancellationToken);
        if (AsJson) await Output.WriteJsonAsync(output, new JsonObject { ["findings"] = new JsonArray([.. findings.Select(Json)]) });
        else await output.WriteAsync(Text(findings));
    }

    private static async Task<IReadOnlyList<Finding>> FindAsync(ApiClient api, CancellationToken cancellationToken)
    {
        Resource[] resources =
        [
            new(Group, "v1", "clusterroles", "ClusterRole", false), new(Group, "v1", "roles", "Role", true),
            new(Group, "v1", "clusterrolebindings", "ClusterRoleBinding", false), new(Group, "v1", "rolebindings", "RoleBinding", true),
            OwnResources.GuardPolicies,
        ];
        var lists = await Task.WhenAll(resources.Select(resource => ListAsync(api, resource, cancellationToken)));
        var rbac = new Rbac([.. lists[0], .. lists[1]], [.. lists[2], .. lists[3]]);
        return Findings.Of(rbac, lists[4].Select(policy => policy.Deserialize(KindsJson.Default.GuardPolicy)!));
    }

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(ApiClient api, Resource resource, CancellationToken cancellationToken)
    {
        var all = new List<JsonElement>();
        try
        {
            await foreach (var item in api.ListAsync(resource, null, null, cancellationToken)) all.Add(item);
        }
        catch (ApiException e) when (e.Code == HttpStatusCode.Forbidden)
        {
            throw new PluginException($"{resource.Plural} may not be listed: {e.Message}", "Run it as somebody who may read roles and bindings of the whole cluster");
        }

        return all;
    }

    private static string Text(IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder("Who could get around the lock by the rights that they hold, which no webhook can stop:\n");
        foreach (var finding in findings)
        {
            text.Append("  ").Append(finding.What).Append(" (").Append(finding.How).Append(")\n");
            foreach (var holder in finding.Holders) text.Append("    ").Append($"{holder.Kind} {holder.Name}".PadRight(48)).Append("  ").Append(holder.Binding).Append('\n');
        }

        return text.Append("Grant these to nobody who should go through Git.\n").ToString();
    }

    private static JsonObject Json(Finding finding) => new()
    {
        ["what"] = finding.What,
        ["how"] = finding.How,
        ["holders"] = new JsonArray([.. finding.Holders.Select(holder => new JsonObject { ["kind"] = holder.Kind, ["name"] = holder.Name, ["binding"] = holder.Binding })]),
    };
}
