namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>What of a repository a GitSync applies.</summary>
/// <param name="Display">Repository and short commit, for messages: <c>github.com/acme/shop@3f2c1ab</c>.</param>
/// <param name="Path">Directory.</param>
/// <param name="TargetNamespace">Namespace given to all namespaced objects; null where objects keep their own.</param>
/// <param name="SyncNamespace">Namespace of the GitSync, where objects without one lie.</param>
internal sealed record SourcePlace(string Display, string Path, string? TargetNamespace, string SyncNamespace);
