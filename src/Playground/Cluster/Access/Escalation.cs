namespace GitOpsGuard.Playground.Cluster.Access;

/// <summary>Nobody may give away rights that he does not have, unless <c>escalate</c> or <c>bind</c> allows it.</summary>
internal sealed class Escalation(ClusterServices cluster)
{
    /// <summary>Throws the server's 403 when a role, or the role of a binding, holds more than its writer does.</summary>
    public void Demand(ResourceRequest request, JsonObject written)
    {
        var (user, space) = (request.User, request.Namespace ?? "");
        var reference = written.Map("roleRef");
        var wanted = reference is null
            ? new AccessAttributes("escalate", Authorizer.RbacGroup, request.Type.Row.Plural, "", space, request.Name ?? "")
            : new AccessAttributes(
                "bind", Authorizer.RbacGroup, reference.Text("kind") == "Role" ? "roles" : "clusterroles", "", space,
                reference.Text("name") ?? "");
        if (cluster.Authorizer.Allows(user, wanted) is not null) return;
        var held = cluster.Authorizer.RulesFor(user, space).Select(rule => rule.Rule).ToList();
        var given = reference is null ? written.Items("rules").OfType<JsonNode>() : cluster.Authorizer.Rules(reference, space);
        var missing = given.SelectMany(rule => Missing(rule, held)).Order(StringComparer.Ordinal).Distinct().ToList();
        if (missing.Count == 0) return;
        throw request.Forbidden($"user \"{user.Name}\" (groups={List(user.Groups)}) is attempting to grant RBAC permissions " +
            $"not currently held:\n{string.Join('\n', missing)}");
    }

    /// <summary>The parts of a rule that no held rule covers, those that differ in their verbs alone as one.</summary>
    private static IEnumerable<string> Missing(JsonNode rule, List<JsonNode> held)
    {
        var paths = from path in rule.Texts("nonResourceURLs")
                    select (new AccessAttributes("", "", "", "", "", "", path), $"NonResourceURLs:{List([path])}");
        var resources = from given in rule.Texts("apiGroups")
                        from resource in rule.Texts("resources")
                        from name in rule.Texts("resourceNames").DefaultIfEmpty("")
                        let named = name.Length > 0 ? $", ResourceNames:{List([name])}" : ""
                        select (new AccessAttributes("", given, resource, "", "", name), $"APIGroups:{List([given])}, Resources:{List([resource])}{named}");
        foreach (var (wanted, shown) in paths.Concat(resources))
        {
            var verbs = rule.Texts("verbs").Where(verb => !held.Exists(one => Authorizer.Matches(one, wanted with { Verb = verb }))).ToList();
            if (verbs.Count > 0) yield return $"{{{shown}, Verbs:{List(verbs)}}}";
        }
    }

    private static string List(IEnumerable<string> texts) => $"[{string.Join(' ', texts.Select(text => $"\"{text}\""))}]";
}
