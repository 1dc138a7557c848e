namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>The parts of a resource path: <c>/api/v1/namespaces/shop/pods/web/status</c> and its kin.</summary>
internal sealed record RequestPath(
    string Group, string Version, string? Namespace, string Resource, string? Name, string? Subresource, bool Watch)
{
    /// <summary>Reads a path, or answers null when it does not name a resource.</summary>
    public static RequestPath? Parse(string path)
    {
        List<string> parts = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        var at = parts switch
        {
            ["api", _, _, ..] => 2,
            ["apis", _, _, _, ..] => 3,
            _ => 0,
        };
        if (at == 0) return null;
        var (group, version, rest) = (at == 2 ? "" : parts[1], parts[at - 1], parts[at..]);
        var watch = rest is ["watch", _, ..];
        if (watch) rest.RemoveAt(0);
        RequestPath Below(string? space, string resource, List<string> more) =>
            new(group, version, space, resource, more.ElementAtOrDefault(0), more.ElementAtOrDefault(1), watch);
        return rest switch
        {
            ["namespaces", var name, "status" or "finalize"] => Below(name, "namespaces", [name, rest[2]]),
            ["namespaces", var name, var resource, .. var more] => Below(name, resource, more),
            ["namespaces", var name] => Below(name, "namespaces", [name]),
            [var resource, .. var more] => Below(null, resource, more),
            _ => null,
        };
    }
}
