namespace GitOpsGuard.Playground.Cluster.Access;

/// <summary>Role-based access control over the roles and bindings in the store.</summary>
internal sealed class Authorizer(ObjectStore store)
{
    public const string RbacGroup = "rbac.authorization.k8s.io";

    private static readonly Collection ClusterRoleBindings = new(RbacGroup, "clusterrolebindings");
    private static readonly Collection ClusterRoles = new(RbacGroup, "clusterroles");
    private static readonly Collection RoleBindings = new(RbacGroup, "rolebindings");

    /// <summary>Whether any rule that is bound to the user allows the request.</summary>
    public bool Allows(UserInfo user, AccessAttributes wanted) =>
        user.Groups.Contains("system:masters")
        || RulesFor(user, wanted.Namespace).Any(rule => Matches(rule, wanted));

    /// <summary>Throws the API server's 403 when the user may not do this.</summary>
    public void Demand(UserInfo user, AccessAttributes wanted)
    {
        if (Allows(user, wanted)) return;
        if (wanted.Path is not null)
        {
            throw new ApiError(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {wanted.Verb} path \"{wanted.Path}\"", []);
        }

        var scope = wanted.Namespace.Length > 0 ? $"in the namespace \"{wanted.Namespace}\"" : "at the cluster scope";
        throw ApiError.Forbidden(wanted.Group, wanted.Resource, wanted.Name,
            $"User \"{user.Name}\" cannot {wanted.Verb} resource \"{wanted.FullResource}\" in API group \"{wanted.Group}\" {scope}");
    }

    /// <summary>The rules that hold for a user: everywhere, and in a namespace when one is named.</summary>
    public IEnumerable<JsonNode> RulesFor(UserInfo user, string inNamespace)
    {
        var everywhere = store.List(ClusterRoleBindings).Objects.Where(binding => Binds(binding, user, ""));
        var here = inNamespace.Length == 0
            ? []
            : store.List(RoleBindings, inNamespace).Objects.Where(binding => Binds(binding, user, inNamespace));
        return everywhere.Concat(here)
            .Select(RoleOf)
            .OfType<JsonObject>()
            .SelectMany(Rules)
            .OfType<JsonNode>();
    }

    /// <summary>The rules of a role, with those of the roles that it aggregates.</summary>
    private IEnumerable<JsonNode?> Rules(JsonObject role)
    {
        var own = role.Items("rules");
        if (!role.Has("aggregationRule")) return own;
        var selectors = role.Items("aggregationRule", "clusterRoleSelectors").Select(selector => LabelSelector.Of(selector as JsonObject)).ToList();
        return own.Concat(store.List(ClusterRoles).Objects
            .Where(other => selectors.Exists(selector => selector.Matches(other.At("metadata", "labels"))))
            .SelectMany(other => other.Items("rules")));
    }

    private JsonObject? RoleOf(JsonObject binding)
    {
        var name = binding.Text("roleRef", "name") ?? "";
        return binding.Text("roleRef", "kind") == "Role"
            ? store.Find(new ObjectKey(RbacGroup, "roles", binding.Text("metadata", "namespace") ?? "", name))
            : store.Find(new ObjectKey(RbacGroup, "clusterroles", "", name));
    }

    private static bool Binds(JsonObject binding, UserInfo user, string bindingNamespace) =>
        binding.Items("subjects").Any(subject => subject.Text("kind") switch
        {
            "User" => subject.Text("name") == user.Name,
            "Group" => user.Groups.Contains(subject.Text("name") ?? ""),
            "ServiceAccount" => user.Name ==
                $"{UserInfo.ServiceAccountPrefix}{subject.Text("namespace") ?? bindingNamespace}:{subject.Text("name")}",
            _ => false,
        });

    private static bool Matches(JsonNode rule, AccessAttributes wanted)
    {
        if (!Covers(rule, "verbs", wanted.Verb)) return false;
        if (wanted.Path is { } path)
        {
            return rule.Texts("nonResourceURLs").Any(pattern => pattern == "*" || pattern == path
                || (pattern.EndsWith('*') && path.StartsWith(pattern[..^1], StringComparison.Ordinal)));
        }

        return Covers(rule, "apiGroups", wanted.Group)
            && rule.Texts("resources").Any(resource => resource == "*" || resource == wanted.FullResource
                || (wanted.Subresource.Length > 0 && resource == $"*/{wanted.Subresource}"))
            && (!rule.Items("resourceNames").Any() || rule.Texts("resourceNames").Contains(wanted.Name));
    }

    private static bool Covers(JsonNode rule, string field, string value) =>
        rule.Texts(field).Any(entry => entry == "*" || entry == value);
}
