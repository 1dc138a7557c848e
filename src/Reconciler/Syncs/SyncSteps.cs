using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Git;
using GitOpsGuard.Reconciler.Hosting;
using GitOpsGuard.Reconciler.Outcomes;
using GitOpsGuard.Reconciler.Sources;
using GitOpsGuard.Rendering;

namespace GitOpsGuard.Reconciler.Syncs;

/// <summary>The steps that lead from a GitSync's spec to the manifests to apply.</summary>
internal sealed class SyncSteps(ApiClient api, GitMirrors mirrors, ReconcilerOptions options)
{
    private static readonly TimeSpan SourcePause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DependencyPause = TimeSpan.FromSeconds(5);

    /// <summary>A source as a sync needs it.</summary>
    /// <param name="Repository">The repository as people write it.</param>
    /// <param name="Revision">Its revision.</param>
    public sealed record Source(string Repository, string Revision);

    /// <summary>Refuses what the spec may say and this version does not do, rather than do less in silence.</summary>
    public static Failure? Unsupported(GitSyncSpec spec) => spec switch
    {
        { Wait: true } => Invalid("spec.wait is not done by this version; remove it"),
        { Force: true } => Invalid("spec.force is not done by this version; remove it, and delete an object whose immutable field must change by removing it from Git first"),
        { Ignore.Count: > 0 } => Invalid("spec.ignore is not read by this version; remove it"),
        _ => null,
    };

    /// <summary>Refuses to write with the reconciler's own rights where only an account of the namespace may be used.</summary>
    public Failure? Account(SyncKey sync, GitSyncSpec spec) =>
        options.AdminNamespaces.Count == 0 || options.AdminNamespaces.Contains(sync.Namespace) || !string.IsNullOrEmpty(spec.ServiceAccountName)
            ? null
            : Invalid($"outside of {string.Join(", ", options.AdminNamespaces)} a GitSync writes with the rights of an account of its own namespace; "
                + $"name one in spec.serviceAccountName: kubectl get serviceaccounts -n {sync.Namespace}");

    /// <summary>Waits for other GitSyncs.</summary>
    public async Task<Failure?> DependenciesAsync(SyncKey sync, GitSyncSpec spec, CancellationToken ct)
    {
        foreach (var reference in spec.DependsOn ?? [])
        {
            var key = new SyncKey(reference.Namespace ?? sync.Namespace, reference.Name);
            if (key == sync) return Invalid("spec.dependsOn names this GitSync itself; remove it");
            var found = await api.GetAsync(OwnResources.GitSyncs, key.Namespace, key.Name, ct);
            var other = found is { } json ? json.Deserialize(KindsJson.Default.GitSync) : null;
            if (other is null || !IsReady(other))
                return new Failure.Waiting(Reasons.DependencyNotReady, $"GitSync {key}, which spec.dependsOn names, {(other is null ? "does not exist" : "is not ready")}", DependencyPause);
        }

        return null;
    }

    /// <summary>Finds the source and what it stands at.</summary>
    public async Task<Outcome<Source>> SourceAsync(SyncKey sync, GitSyncSpec spec, CancellationToken ct)
    {
        var name = spec.SourceRef.Name;
        if (await api.GetAsync(OwnResources.GitSources, sync.Namespace, name, ct) is not { } json || json.Deserialize(KindsJson.Default.GitSource) is not { } source)
            return new Failure.Waiting(Reasons.ArtifactFailed, $"GitSource {name}, which spec.sourceRef names, does not exist in namespace {sync.Namespace}", TimeSpan.FromSeconds(30));
        if (source.Status?.Artifact is not { Revision: { Length: > 0 } revision })
            return new Failure.Waiting(Reasons.ArtifactFailed, $"GitSource {name} has not been fetched yet; its conditions say why", SourcePause);
        return GitAddress.Parse(source.Spec.Url, options.AllowLocalSources).Succeeded(out var address, out var failure)
            ? new Source(address.Display, revision)
            : failure;
    }

    /// <summary>Opens the tree of a revision.</summary>
    public Outcome<GitTree> Tree(SyncKey sync, GitSyncSpec spec, string revision)
    {
        var mirror = GitSourceController.MirrorOf(sync.Namespace, spec.SourceRef.Name);
        return GitCommit.ShaOf(revision) is { } sha && mirrors.Open(mirror, sha) is { } tree
            ? tree
            : new Failure.Waiting(Reasons.ArtifactFailed, $"{GitCommit.Short(revision)} has not been fetched by this reconciler yet", SourcePause);
    }

    /// <summary>Renders a directory of a tree.</summary>
    public static Outcome<IReadOnlyList<Manifest>> Render(GitTree tree, string path)
    {
        try
        {
            if (tree.IdOf($"{path.Trim('/')}/Chart.yaml".Replace("./", "", StringComparison.Ordinal)) is not null)
                return new Failure.Stalled(Reasons.BuildFailed, $"{path} holds a Helm chart; this version reads plain YAML, so point spec.path at a directory of manifests");
            return Outcomes.Outcome.Of(Renderer.Render(tree, path));
        }
        catch (RenderException e)
        {
            return e.Fault == RenderFault.PathNotFound
                ? new Failure.Stalled(Reasons.PathNotFound, e.Message)
                : new Failure.Stalled(Reasons.BuildFailed, e.Message);
        }
    }

    private static bool IsReady(KindObject<GitSyncSpec, GitSyncStatus> sync) =>
        sync.Status?.Conditions?.Any(c => c is { Type: ConditionTypes.Ready, Status: "True" } && c.ObservedGeneration == sync.Metadata.Generation) == true;

    private static Failure.Stalled Invalid(string message) => new(Reasons.InvalidSpec, message);
}
