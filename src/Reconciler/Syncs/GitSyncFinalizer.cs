using GitOpsGuard.Kubernetes;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Engine;
using KubeOps.Abstractions.Rbac;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Finalizer;
using k8s.Models;

namespace GitOpsGuard.Reconciler.Syncs;

/// <summary>Ends a GitSync: deletes what it applied, or releases it, as <c>spec.deletionPolicy</c> says.</summary>
[GenericRbac(Groups = [""], Resources = ["namespaces"], Verbs = RbacVerb.Get)]
[GenericRbac(Groups = ["apiextensions.k8s.io"], Resources = ["customresourcedefinitions"], Verbs = RbacVerb.Get | RbacVerb.List | RbacVerb.Watch)]
internal sealed class GitSyncFinalizer(ApiClient api, SyncEngine engine, SyncMemory memory, References references) : IEntityFinalizer<GitSyncEntity>
{
    private static readonly string OwnDefinition = $"{OwnResources.GitSyncs.Plural}.{OwnResources.GitSyncs.Group}";

    /// <inheritdoc/>
    public async Task<ReconciliationResult<GitSyncEntity>> FinalizeAsync(GitSyncEntity entity, CancellationToken cancellationToken)
    {
        var key = new SyncKey(entity.Namespace(), entity.Name());
        memory.Forget(key);
        references.Forget(key);
        if (await IsUninstalledAsync(key.Namespace, cancellationToken)) return ReconciliationResult<GitSyncEntity>.Success(entity);
        var failure = await engine.EndAsync(key, entity.Spec.ServiceAccountName, entity.Spec.DeletionPolicy != "Orphan", cancellationToken);
        return failure is null
            ? ReconciliationResult<GitSyncEntity>.Success(entity)
            : ReconciliationResult<GitSyncEntity>.Failure(entity, failure.Message);
    }

    /// <summary>Whether the GitSync goes only because its namespace or its kind does: then nobody asked for its objects to go.</summary>
    private async Task<bool> IsUninstalledAsync(string ns, CancellationToken ct) =>
        IsTerminating(await api.GetAsync(BuiltInResources.Namespaces, null, ns, ct))
        || IsTerminating(await api.GetAsync(BuiltInResources.CustomResourceDefinitions, null, OwnDefinition, ct));

    private static bool IsTerminating(System.Text.Json.JsonElement? found) =>
        found is not { } obj || obj.GetProperty("metadata").TryGetProperty("deletionTimestamp", out _);
}
