namespace GitOpsGuard.Playground;

/// <summary>Groups of the playground's people and the rights that they have.</summary>
internal static class People
{
    public const string Administrators = "playground:administrators";
    public const string Developers = "playground:developers";

    /// <summary>Administrators may do everything; developers may edit what lies in namespaces.</summary>
    public static string Bindings() => string.Join(
        "\n---\n",
        Binding("playground-administrators", Administrators, "cluster-admin").ToJsonString(),
        Binding("playground-developers", Developers, "edit").ToJsonString());

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
