using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>The rights of the playground's people.</summary>
internal static class Rights
{
    public static readonly Resource Bindings = new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false);

    /// <summary>One binding for each group of people.</summary>
    public static IEnumerable<JsonObject> All => Template.ControlPlane.List("People").Select(group => Template.ControlPlane.Fill(
        "Binding", ("name", group["name"]), ("role", group["role"]), ("group", group["group"])));

    public static async Task GrantAsync(ApiClient client, CancellationToken ct)
    {
        foreach (var binding in All) await new Write(WriteVerb.Apply, Bindings, binding).SendAsync(client, ct);
    }
}
