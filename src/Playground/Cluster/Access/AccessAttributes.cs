namespace GitOpsGuard.Playground.Cluster.Access;

/// <summary>What a request asks for, as authorization judges it; a path request has only a verb and a path.</summary>
internal sealed record AccessAttributes(
    string Verb,
    string Group,
    string Resource,
    string Subresource,
    string Namespace,
    string Name,
    string? Path = null)
{
    /// <summary>The resource as rules spell it, subresource included.</summary>
    public string FullResource => Subresource.Length > 0 ? $"{Resource}/{Subresource}" : Resource;
}
