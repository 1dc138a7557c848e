using GitOpsGuard.Kubernetes;
using GitOpsGuard.Playground.Nodes;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>Cluster roles and their bindings, in the lists of a resource of this program.</summary>
internal static class Rights
{
    public static readonly Resource Bindings = new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false);
    private static readonly Resource Roles = new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false);

    /// <summary>Gives the subjects of a list their rights: those of the role that is named, or of one with these rules.</summary>
    public static async Task GrantAsync(ApiClient client, string list, CancellationToken ct)
    {
        foreach (var entry in Template.ControlPlane.List(list))
        {
            var name = entry.Text("name")!;
            var role = Template.ControlPlane.Fill("Role", ("name", name), ("rules", entry["rules"]));
            if (entry.Has("rules")) await new Write(WriteVerb.Apply, Roles, role).SendAsync(client, ct);
            var binding = Template.ControlPlane.Fill(
                "Binding",
                ("name", name), ("role", entry.Text("role") ?? name),
                ("kind", entry.Text("subject", "kind")), ("subject", entry.Text("subject", "name")));
            await new Write(WriteVerb.Apply, Bindings, binding).SendAsync(client, ct);
        }
    }
}
