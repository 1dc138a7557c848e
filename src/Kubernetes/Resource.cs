namespace GitOpsGuard.Kubernetes;

/// <summary>A kind as the API server serves it: where its objects lie and how they are called.</summary>
/// <param name="Group">API group, empty for the core group.</param>
/// <param name="Version">Version within the group, such as <c>v1</c>.</param>
/// <param name="Plural">Name in the address, such as <c>deployments</c>.</param>
/// <param name="Kind">Kind, such as <c>Deployment</c>.</param>
/// <param name="Namespaced">Whether objects lie in namespaces.</param>
public sealed record Resource(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    /// <summary>Group and version as they stand in an object.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path of the collection, of one object, or of its subresource, without the server's address.</summary>
    /// <param name="ns">Namespace; of a namespaced kind, null means all of them. Ignored for a cluster-scoped kind.</param>
    /// <param name="name">Name of the object; null means the collection.</param>
    /// <param name="subresource">Subresource of the object, such as <c>status</c>.</param>
    public string Path(string? ns, string? name = null, string? subresource = null)
    {
        var path = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        if (Namespaced && !string.IsNullOrEmpty(ns)) path += $"/namespaces/{Uri.EscapeDataString(ns)}";
        path += $"/{Plural}";
        if (name is not null) path += $"/{Uri.EscapeDataString(name)}";
        return subresource is null ? path : $"{path}/{subresource}";
    }
}
