using System.Text.Json;
using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;
using KubeOps.Abstractions.Reconciliation.Finalizer;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>What is done when it is the turn of a key: whatever its state asks for at that moment.</summary>
internal sealed class EntityReconciler<TEntity>(
    IServiceProvider services, Type controller, Resource resource, Informer primaries, Tombstones tombstones)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly OperatorSettings _settings = services.GetRequiredService<OperatorSettings>();
    private readonly ApiClient _client = services.GetRequiredService<ApiClient>();
    private readonly FinalizerPatch _finalizers = new(services.GetRequiredService<ApiClient>(), resource);

    private readonly IReadOnlyList<string> _identifiers =
        [.. services.GetServices<FinalizerRegistration>().Where(f => f.Entity == typeof(TEntity)).Select(f => f.Identifier).Distinct()];

    /// <summary>Deals with those of the key that have gone, then with the one that is.</summary>
    public async Task<Outcome> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        try
        {
            if (await BuryAsync(key, ct) is { Failure: not null } failed) return failed;
            if (primaries.Get(key.Namespace, key.Name) is not { } tree) return default;
            return ChangePredicate.IsMarkedForDeletion(tree) ? await FinalizeAsync(tree, ct) : await BringAboutAsync(tree, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return new(e.Message, e is ApiException ? null : e, null);
        }
    }

    private async Task<Outcome> BuryAsync(ObjectKey key, CancellationToken ct)
    {
        while (tombstones.First(key) is { } last)
        {
            var outcome = await CallAsync(last, (c, entity) => c.DeletedAsync(entity, ct));
            if (outcome.Failure is not null) return outcome;
            tombstones.RemoveFirst(key);
        }

        return default;
    }

    private async Task<Outcome> BringAboutAsync(JsonElement tree, CancellationToken ct)
    {
        if (_settings.AutoAttachFinalizers && _identifiers.Count > 0)
        {
            if (await _finalizers.AddAsync(tree, _identifiers, ct) is not { } attached) return default;
            tree = attached;
        }

        // Its deletion was noticed on the way; an event of that follows.
        if (ChangePredicate.IsMarkedForDeletion(tree)) return default;
        return await CallAsync(tree, (c, entity) => c.ReconcileAsync(entity, ct));
    }

    private async Task<Outcome> FinalizeAsync(JsonElement seen, CancellationToken ct)
    {
        // What was seen may still carry a finalizer that has run and was taken off since.
        var (ns, name) = ObjectKey.Of(seen);
        if (await _client.GetAsync(resource, ns, name, ct) is not { } tree || ObjectKey.Uid(tree) != ObjectKey.Uid(seen)) return default;
        foreach (var identifier in _identifiers)
        {
            if (!FinalizerPatch.Of(tree).Contains(identifier)) continue;
            await using var scope = services.CreateAsyncScope();
            var finalizer = scope.ServiceProvider.GetRequiredKeyedService<IEntityFinalizer<TEntity>>(identifier);
            var result = await finalizer.FinalizeAsync(EntityJson.Read<TEntity>(tree), ct);
            if (!result.IsSuccess) return Outcome.Of(result);
            if (!_settings.AutoDetachFinalizers) continue;
            if (await _finalizers.RemoveAsync(tree, identifier, ct) is not { } rest) return default;
            tree = rest;
        }

        return default;
    }

    private async Task<Outcome> CallAsync(
        JsonElement tree, Func<IEntityController<TEntity>, TEntity, Task<ReconciliationResult<TEntity>>> call)
    {
        await using var scope = services.CreateAsyncScope();
        var instance = (IEntityController<TEntity>)scope.ServiceProvider.GetRequiredService(controller);
        return Outcome.Of(await call(instance, EntityJson.Read<TEntity>(tree)));
    }
}
