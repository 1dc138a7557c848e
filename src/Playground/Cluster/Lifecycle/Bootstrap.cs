namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>What exists in every cluster before the first request: namespaces, roles, the cluster's own Service.</summary>
internal static class Bootstrap
{
    private const string Aggregate = "rbac.authorization.k8s.io/aggregate-to-";

    private static readonly string[] Namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];
    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Write = ["create", "delete", "deletecollection", "patch", "update"];
    private static readonly string[] All = ["*"];

    private static readonly string[] Workloads =
    [
        "pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "pods/eviction", "pods/log", "pods/status",
        "configmaps", "endpoints", "persistentvolumeclaims", "replicationcontrollers", "replicationcontrollers/scale",
        "services", "services/proxy", "serviceaccounts", "events", "bindings", "limitranges", "namespaces", "resourcequotas",
    ];

    private static readonly string[] NamedGroups = ["apps", "autoscaling", "batch", "networking.k8s.io", "policy", "discovery.k8s.io"];

    /// <summary>Fills an empty store.</summary>
    public static void Fill(ClusterServices cluster)
    {
        var seeds = new Reactions(cluster);
        foreach (var name in Namespaces)
        {
            seeds.Seed("v1", "Namespace", null, name, new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["kubernetes.io/metadata.name"] = name } },
                ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") },
                ["status"] = new JsonObject { ["phase"] = "Active" },
            });
        }

        foreach (var account in ControllerIdentity.All) seeds.Seed("v1", "ServiceAccount", "kube-system", account, []);
        Roles(seeds);
        seeds.Seed("v1", "Service", "default", "kubernetes", new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" } },
            ["spec"] = new JsonObject
            {
                ["clusterIP"] = "10.96.0.1",
                ["clusterIPs"] = new JsonArray("10.96.0.1"),
                ["type"] = "ClusterIP",
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["protocol"] = "TCP", ["targetPort"] = 6443 }),
            },
            ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() },
        });
    }

    private static void Roles(Reactions seeds)
    {
        JsonObject[] view = [Rule(Read, [""], Workloads), Rule(Read, NamedGroups, All)];
        JsonObject[] edit =
        [
            .. view,
            Rule(Read, [""], ["secrets"]),
            Rule(Write, [""], [.. Workloads.Except(["namespaces", "limitranges", "resourcequotas"]), "secrets"]),
            Rule(Write, NamedGroups, All),
            Rule(["impersonate"], [""], ["serviceaccounts"]),
            Rule(["create"], [""], ["serviceaccounts/token"]),
            Rule([.. Read, .. Write], ["coordination.k8s.io"], ["leases"]),
        ];
        Role(seeds, "cluster-admin", null, Rule(All, All, All), Paths(All, "*"));
        Role(seeds, "admin", "admin", [.. edit, Rule([.. Read, .. Write], [Authorizer.RbacGroup], ["roles", "rolebindings"])]);
        Role(seeds, "edit", "edit", edit);
        Role(seeds, "view", "view", view);
        Role(seeds, "system:discovery", null,
            Paths(["get"], "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"));
        Role(seeds, "system:public-info-viewer", null, Paths(["get"], "/healthz", "/livez", "/readyz", "/version", "/version/"));
        Role(seeds, "system:basic-user", null,
            Rule(["create"], ["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
            Rule(["create"], ["authentication.k8s.io"], ["selfsubjectreviews"]));
        Role(seeds, "system:auth-delegator", null,
            Rule(["create"], ["authentication.k8s.io"], ["tokenreviews"]),
            Rule(["create"], ["authorization.k8s.io"], ["subjectaccessreviews"]));
        Bind(seeds, "cluster-admin", "system:masters");
        Bind(seeds, "system:discovery", UserInfo.Authenticated);
        Bind(seeds, "system:basic-user", UserInfo.Authenticated);
        Bind(seeds, "system:public-info-viewer", UserInfo.Authenticated, "system:unauthenticated");
    }

    private static void Role(Reactions seeds, string name, string? aggregates, params JsonObject[] rules)
    {
        var role = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" } },
            ["rules"] = new JsonArray([.. rules.Select(rule => rule.DeepClone())]),
        };
        if (aggregates is not null)
        {
            // Each of the three also takes the rules that are labelled for it, as admin takes those of edit.
            role["aggregationRule"] = new JsonObject
            {
                ["clusterRoleSelectors"] = new JsonArray(new JsonObject
                {
                    ["matchLabels"] = new JsonObject { [Aggregate + aggregates] = "true" },
                }),
            };
        }

        seeds.Seed($"{Authorizer.RbacGroup}/v1", "ClusterRole", null, name, role);
    }

    private static void Bind(Reactions seeds, string role, params string[] groups) =>
        seeds.Seed($"{Authorizer.RbacGroup}/v1", "ClusterRoleBinding", null, role, new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" } },
            ["roleRef"] = new JsonObject { ["apiGroup"] = Authorizer.RbacGroup, ["kind"] = "ClusterRole", ["name"] = role },
            ["subjects"] = new JsonArray([.. groups.Select(group => new JsonObject
            {
                ["apiGroup"] = Authorizer.RbacGroup, ["kind"] = "Group", ["name"] = group,
            })]),
        });

    private static JsonObject Rule(string[] verbs, string[] groups, string[] resources) => new()
    {
        ["apiGroups"] = Trees.ArrayOf(groups), ["resources"] = Trees.ArrayOf(resources), ["verbs"] = Trees.ArrayOf(verbs),
    };

    private static JsonObject Paths(string[] verbs, params string[] paths) => new()
    {
        ["nonResourceURLs"] = Trees.ArrayOf(paths), ["verbs"] = Trees.ArrayOf(verbs),
    };
}
