using System.Text.Json.Nodes;

namespace GitOpsGuard.Playground;

/// <summary>Groups of the playground's people and the rights that they have.</summary>
internal static class People
{
    public const string Administrators = "playground:administrators";
    public const string Developers = "playground:developers";

    /// <summary>Administrators may do everything; developers may edit what lies in namespaces.</summary>
    public static JsonObject Bindings() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "List",
        ["items"] = new JsonArray(
            Binding("playground-administrators", Administrators, "cluster-admin"),
            Binding("playground-developers", Developers, "edit")),
    };

    private static JsonObject Binding(string name, string group, string role) => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = "ClusterRoleBinding",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["roleRef"] = new JsonObject
        {
            ["apiGroup"] = "rbac.authorization.k8s.io",
            ["kind"] = "ClusterRole",
            ["name"] = role,
        },
        ["subjects"] = new JsonArray(new JsonObject
        {
            ["apiGroup"] = "rbac.authorization.k8s.io",
            ["kind"] = "Group",
            ["name"] = group,
        }),
    };
}
