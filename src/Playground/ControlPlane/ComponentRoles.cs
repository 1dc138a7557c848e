using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>
/// The rights of the node, the scheduler and the controllers of workloads, under the names that they have on every
/// cluster, for a server that does not bring them along.
/// </summary>
internal static class ComponentRoles
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private static readonly Resource ClusterRoles = new(Rbac, "v1", "clusterroles", "ClusterRole", false);
    private static readonly Resource ClusterRoleBindings = new(Rbac, "v1", "clusterrolebindings", "ClusterRoleBinding", false);
    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Write = ["get", "list", "watch", "create", "patch", "update", "delete"];

    /// <summary>Creates those that do not exist.</summary>
    public static async Task EnsureAsync(ApiClient client, CancellationToken cancellationToken)
    {
        await EnsureAsync(
            client, "system:node", "Group", "system:nodes",
            [
                Rule(Write, "", "nodes", "nodes/status"),
                Rule(["get", "list", "watch", "patch", "update", "delete"], "", "pods", "pods/status"),
                Rule(["create"], "", "serviceaccounts/token"),
                Rule(Write, "coordination.k8s.io", "leases"),
            ],
            cancellationToken);
        await EnsureAsync(
            client, "system:kube-scheduler", "User", "system:kube-scheduler",
            [Rule(Read, "", "pods", "nodes"), Rule(["create"], "", "pods/binding", "bindings")],
            cancellationToken);
        await EnsureAsync(
            client, "system:kube-controller-manager", "User", "system:kube-controller-manager",
            [
                Rule(Write, "apps", "*"),
                Rule(Write, "", "pods", "services", "endpoints"),
                Rule(Write, "discovery.k8s.io", "endpointslices"),
            ],
            cancellationToken);
    }

    private static async Task EnsureAsync(
        ApiClient client,
        string name,
        string subjectKind,
        string subject,
        JsonNode[] rules,
        CancellationToken cancellationToken)
    {
        await EnsureAsync(client, ClusterRoles, Named("ClusterRole", name, "rules", new JsonArray(rules)), cancellationToken);
        var binding = Named("ClusterRoleBinding", name, "subjects", new JsonArray(
            new JsonObject { ["apiGroup"] = Rbac, ["kind"] = subjectKind, ["name"] = subject }));
        binding["roleRef"] = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "ClusterRole", ["name"] = name };
        await EnsureAsync(client, ClusterRoleBindings, binding, cancellationToken);
    }

    private static async Task EnsureAsync(
        ApiClient client, Resource resource, JsonObject item, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(resource, null, item, null, cancellationToken);
        }
        catch (ApiException error) when (error.IsAlreadyExists)
        {
            // The server brings it along.
        }
    }

    private static JsonObject Named(string kind, string name, string content, JsonArray value) => new()
    {
        ["apiVersion"] = $"{Rbac}/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name },
        [content] = value,
    };

    private static JsonObject Rule(string[] verbs, string group, params string[] resources) => new()
    {
        ["apiGroups"] = new JsonArray(group),
        ["resources"] = Array(resources),
        ["verbs"] = Array(verbs),
    };

    private static JsonArray Array(string[] values) => [.. values.Select(value => (JsonNode)value)];
}
