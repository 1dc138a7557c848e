namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>The parts of a resource path: <c>/api/v1/namespaces/shop/pods/web/status</c> and its kin.</summary>
internal sealed record RequestPath(
    string Group,
    string Version,
    string? Namespace,
    string Resource,
    string? Name,
    string? Subresource,
    string? Rest,
    bool Watch)
{
    /// <summary>Reads a path, or answers null when it does not name a resource.</summary>
    public static RequestPath? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        string group;
        string version;
        if (parts is ["api", var coreVersion, .. { Count: > 0 } coreRest])
        {
            (group, version, parts) = ("", coreVersion, coreRest);
        }
        else if (parts is ["apis", var namedGroup, var namedVersion, .. { Count: > 0 } rest])
        {
            (group, version, parts) = (namedGroup, namedVersion, rest);
        }
        else
        {
            return null;
        }

        var watch = parts is ["watch", _, ..];
        if (watch) parts.RemoveAt(0);
        return parts switch
        {
            ["namespaces", var name, "status" or "finalize"] => new(group, version, name, "namespaces", name, parts[2], null, watch),
            ["namespaces", var name, var resource, .. var more] => Below(group, version, name, resource, more, watch),
            ["namespaces", var name] => new(group, version, name, "namespaces", name, null, null, watch),
            [var resource, .. var more] => Below(group, version, null, resource, more, watch),
            _ => null,
        };
    }

    private static RequestPath Below(
        string group, string version, string? inNamespace, string resource, List<string> more, bool watch) =>
        new(group, version, inNamespace, resource,
            more.Count > 0 ? more[0] : null,
            more.Count > 1 ? more[1] : null,
            more.Count > 2 ? string.Join('/', more.Skip(2)) : null,
            watch);
}
