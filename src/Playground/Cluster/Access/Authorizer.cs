namespace GitOpsGuard.Playground.Cluster.Access;

/// <summary>Role-based access control over the roles and bindings in the store.</summary>
internal sealed class Authorizer(ObjectStore store)
{
    public const string RbacGroup = "rbac.authorization.k8s.io";

    private static readonly Collection ClusterRoleBindings = new(RbacGroup, "clusterrolebindings");
    private static readonly Collection RoleBindings = new(RbacGroup, "rolebindings");

    /// <summary>Why a request is allowed, empty for the masters; null when no rule that is bound to the user allows it.</summary>
    public string? Allows(UserInfo user, AccessAttributes wanted) => IsMaster(user)
        ? ""
        : RulesFor(user, wanted.Namespace).Where(rule => Matches(rule.Rule, wanted)).Select(rule => $"RBAC: allowed by {rule.Source}")
            .FirstOrDefault();

    public static bool IsMaster(UserInfo user) => user.Groups.Contains("system:masters");

    /// <summary>Throws the API server's 403 when the user may not do this.</summary>
    public void Demand(UserInfo user, AccessAttributes wanted)
    {
        if (Allows(user, wanted) is not null) return;
        if (wanted.Path is not null)
            throw new ApiError(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {wanted.Verb} path \"{wanted.Path}\"", []);
        var scope = wanted.Namespace.Length > 0 ? $"in the namespace \"{wanted.Namespace}\"" : "at the cluster scope";
        throw ApiError.Forbidden(wanted.Group, wanted.Resource, wanted.Name,
            $"User \"{user.Name}\" cannot {wanted.Verb} resource \"{wanted.FullResource}\" in API group \"{wanted.Group}\" {scope}");
    }

    /// <summary>
    /// The rules that hold for a user, everywhere and in a namespace when one is named, with the binding that gives
    /// each.
    /// </summary>
    public IEnumerable<(JsonNode Rule, string Source)> RulesFor(UserInfo user, string inNamespace)
    {
        var everywhere = store.List(ClusterRoleBindings).Objects;
        var here = inNamespace.Length == 0 ? [] : store.List(RoleBindings, inNamespace).Objects;
        return from binding in everywhere.Concat(here)
               let subject = binding.Items("subjects").FirstOrDefault(subject => Names(subject, user, inNamespace))
               where subject is not null
               from rule in Rules(binding.Map("roleRef"), binding.Text("metadata", "namespace") ?? "")
               select (rule, Source(binding, subject));
    }

    /// <summary>The rules of the role that a reference names.</summary>
    public IEnumerable<JsonNode> Rules(JsonObject? reference, string inNamespace)
    {
        var isRole = reference.Text("kind") == "Role";
        var key = new ObjectKey(RbacGroup, isRole ? "roles" : "clusterroles", isRole ? inNamespace : "", reference.Text("name") ?? "");
        return store.Find(key).Items("rules").OfType<JsonNode>();
    }

    /// <summary>Whether a rule allows a request.</summary>
    public static bool Matches(JsonNode rule, AccessAttributes wanted)
    {
        if (!Covers(rule, "verbs", wanted.Verb)) return false;
        if (wanted.Path is { } path)
            return rule.Texts("nonResourceURLs").Any(pattern => pattern == "*" || pattern == path
                || (pattern.EndsWith('*') && path.StartsWith(pattern[..^1], StringComparison.Ordinal)));

        return Covers(rule, "apiGroups", wanted.Group)
            && rule.Texts("resources").Any(resource => resource == "*" || resource == wanted.FullResource
                || (wanted.Subresource.Length > 0 && resource == $"*/{wanted.Subresource}"))
            && (!rule.Items("resourceNames").Any() || rule.Texts("resourceNames").Contains(wanted.Name));
    }

    private static string Source(JsonObject binding, JsonNode subject)
    {
        var space = binding.Text("metadata", "namespace");
        var who = subject.Text("kind") == "ServiceAccount" ? $"{subject.Text("name")}/{subject.Text("namespace")}" : subject.Text("name");
        return $"{binding.Text("kind")} \"{binding.Text("metadata", "name")}{(space is null ? "" : $"/{space}")}\" of " +
            $"{binding.Text("roleRef", "kind")} \"{binding.Text("roleRef", "name")}\" to {subject.Text("kind")} \"{who}\"";
    }

    private static bool Names(JsonNode? subject, UserInfo user, string bindingNamespace) => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == user.Name,
        "Group" => user.Groups.Contains(subject.Text("name") ?? ""),
        "ServiceAccount" => user.Name ==
            $"{UserInfo.ServiceAccountPrefix}{subject.Text("namespace") ?? bindingNamespace}:{subject.Text("name")}",
        _ => false,
    };

    private static bool Covers(JsonNode rule, string field, string value) => rule.Texts(field).Any(entry => entry == "*" || entry == value);
}
