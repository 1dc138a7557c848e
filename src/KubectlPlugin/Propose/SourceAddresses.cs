using System.Text.Json;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>What the GitSync and GitSource of a change say about the repository.</summary>
/// <param name="Name">The GitSource, as <c>namespace/name</c>.</param>
/// <param name="Url">Address of the repository.</param>
/// <param name="Branch">Branch that the source follows; null when it follows something else.</param>
/// <param name="Path">Directory that the GitSync applies.</param>
/// <param name="TargetNamespace">Namespace given to all namespaced objects; null where they keep their own.</param>
/// <param name="SyncNamespace">Namespace of the GitSync.</param>
/// <param name="Forge">The forge, where the GitSource names it.</param>
internal sealed record SourceAddresses(
    string Name, string Url, string? Branch, string Path, string? TargetNamespace, string SyncNamespace, ForgeReference? Forge)
{
    /// <summary>Reads both from the API server.</summary>
    /// <exception cref="PluginException">One of the two does not exist.</exception>
    public static async Task<SourceAddresses> ReadAsync(ApiClient api, FoundChange change, CancellationToken cancellationToken)
    {
        var (ns, name) = (change.Spec.Source!.SyncNamespace, change.Spec.Source.SyncName);
        var sync = (await api.GetAsync(OwnResources.GitSyncs, ns, name, cancellationToken))?.Deserialize(KindsJson.Default.GitSync)
            ?? throw new PluginException($"GitSync {ns}/{name}, which managed {change.Object}, does not exist any more", "List those there are: kubectl get gitsyncs -A");
        var reference = sync.Spec.SourceRef.Name;
        var source = (await api.GetAsync(OwnResources.GitSources, ns, reference, cancellationToken))?.Deserialize(KindsJson.Default.GitSource)
            ?? throw new PluginException($"GitSource {ns}/{reference} of GitSync {ns}/{name} does not exist", $"List those there are: kubectl get gitsources -n {ns}");
        var follows = source.Spec.Ref;
        var branch = follows?.Branch ?? (follows is null or { Tag: null, Semver: null, Commit: null } ? "main" : null);
        var target = sync.Spec.TargetNamespace is { Length: > 0 } given ? given : null;
        return new($"{ns}/{reference}", source.Spec.Url, branch, sync.Spec.Path, target, ns, source.Spec.Forge);
    }
}
