using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>One GitSync, asked to make the cluster agree with one revision.</summary>
/// <param name="Namespace">Namespace of the GitSync.</param>
/// <param name="Name">Name of the GitSync.</param>
/// <param name="Uid">UID of the GitSync, for owner references.</param>
/// <param name="Spec">What it asks for.</param>
/// <param name="Repository">The repository as people write it.</param>
/// <param name="Revision">The revision, <c>main@sha1:...</c>.</param>
internal sealed record SyncJob(string Namespace, string Name, string Uid, GitSyncSpec Spec, string Repository, string Revision)
{
    public SyncKey Key => new(Namespace, Name);

    /// <summary>Name of the account with whose rights its objects are written; null for the reconciler's own.</summary>
    public string? Account => Spec.ServiceAccountName is { Length: > 0 } account ? account : null;

    /// <summary>The markers that an object of this GitSync carries.</summary>
    public Marker MarkerFor(ObjectIdentity identity) => new(Namespace, Name, identity);
}
