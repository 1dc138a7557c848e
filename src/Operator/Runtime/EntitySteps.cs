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

/// <summary>What one turn of an entity is made of.</summary>
internal sealed class EntitySteps<TEntity>(IServiceProvider services, Type controller)
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private static readonly Resource Resource = EntityJson.ResourceOf(typeof(TEntity));

    private readonly OperatorSettings _settings = services.GetRequiredService<OperatorSettings>();
    private readonly ApiClient _client = services.GetRequiredService<ApiClient>();
    private readonly FinalizerPatch _finalizers = services.GetRequiredService<FinalizerPatch>();

    private readonly IReadOnlyList<string> _identifiers =
        [.. services.GetServices<FinalizerRegistration>().Where(f => f.Entity == typeof(TEntity)).Select(f => f.Identifier).Distinct()];

    /// <summary>Reconciles an entity that exists, or finalizes it where it is marked for deletion.</summary>
    public Task<Outcome> ReconcileAsync(JsonElement tree, CancellationToken ct) =>
        Changes.IsMarkedForDeletion(tree) ? FinalizeAsync(tree, ct) : BringAboutAsync(tree, ct);

    /// <summary>Tells of an entity that has gone.</summary>
    public Task<Outcome> BuryAsync(JsonElement last, CancellationToken ct) => CallAsync(last, (c, entity) => c.DeletedAsync(entity, ct));

    private async Task<Outcome> BringAboutAsync(JsonElement tree, CancellationToken ct)
    {
        if (_settings.AutoAttachFinalizers && _identifiers.Count > 0)
        {
            if (await _finalizers.AddAsync(Resource, tree, _identifiers, ct) is not { } attached) return default;
            tree = attached;
        }

        // Its deletion was noticed on the way; an event of that follows.
        if (Changes.IsMarkedForDeletion(tree)) return default;
        return await CallAsync(tree, (c, entity) => c.ReconcileAsync(entity, ct));
    }

    private async Task<Outcome> FinalizeAsync(JsonElement seen, CancellationToken ct)
    {
        if (_identifiers.Count == 0) return default;
        // What was seen may still carry a finalizer that has run and was taken off since.
        var (ns, name) = ObjectKey.Of(seen);
        if (await _client.GetAsync(Resource, ns, name, ct) is not { } tree || ObjectKey.Uid(tree) != ObjectKey.Uid(seen)) return default;
        foreach (var identifier in _identifiers)
        {
            if (!FinalizerPatch.Of(tree).Contains(identifier)) continue;
            await using var scope = services.CreateAsyncScope();
            var finalizer = scope.ServiceProvider.GetRequiredKeyedService<IEntityFinalizer<TEntity>>(identifier);
            var result = await finalizer.FinalizeAsync(EntityJson.Read<TEntity>(tree), ct);
            if (!result.IsSuccess) return Outcome.Of(result);
            if (!_settings.AutoDetachFinalizers) continue;
            if (await _finalizers.RemoveAsync(Resource, tree, identifier, ct) is not { } rest) return default;
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
