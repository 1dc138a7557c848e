using System.Text.Json;
using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>What is done when it is the turn of a key: whatever its state asks for at that moment.</summary>
internal sealed class EntityReconciler<TEntity>(
    ApiClient client,
    EntitySteps<TEntity> steps,
    Selection<TEntity> selection,
    Responsibility<TEntity>? responsibility,
    EntityLogScope<TEntity> scope,
    ILogger logger)
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private static readonly Resource Resource = EntityJson.ResourceOf(typeof(TEntity));

    /// <summary>Deals with those of the key that have gone, then with the one that is.</summary>
    public async Task<Outcome> ReconcileAsync(ObjectKey key, Informer primaries, Tombstones tombstones, CancellationToken ct)
    {
        try
        {
            while (tombstones.First(key) is { } last)
            {
                if (await BuryAsync(key, last, ct) is { Failure: not null } failed) return failed;
                tombstones.RemoveFirst(key);
            }

            if (primaries.Get(key.Namespace, key.Name) is not { } tree) return default;
            return await OfOursAsync(key, tree, steps.ReconcileAsync, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return new(e.Message, e is ApiException ? null : e, null);
        }
    }

    private async Task<Outcome> BuryAsync(ObjectKey key, JsonElement last, CancellationToken ct)
    {
        // What a selector no longer selects looks deleted to the watch.
        if (selection.IsPartial
            && await client.GetAsync(Resource, key.Namespace, key.Name, ct) is { } live
            && ObjectKey.Uid(live) == ObjectKey.Uid(last)) return default;
        return await OfOursAsync(key, last, steps.BuryAsync, ct);
    }

    /// <summary>Does the work, unless the entity is none of this controller's or of this replica's.</summary>
    private async Task<Outcome> OfOursAsync(
        ObjectKey key, JsonElement tree, Func<JsonElement, CancellationToken, Task<Outcome>> work, CancellationToken ct)
    {
        var entity = EntityJson.Read<TEntity>(tree);
        if (!await selection.MatchesAsync(entity, ct)) return default;
        using var logged = scope.Begin(logger, entity);
        return responsibility is null
            ? await work(tree, ct)
            : await responsibility.RunAsync(key, entity, token => work(tree, token), ct);
    }
}
