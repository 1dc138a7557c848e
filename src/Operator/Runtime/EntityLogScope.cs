using k8s;
using k8s.Models;
using KubeOps.Abstractions.Logging;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>What every line says that is logged while an entity is dealt with.</summary>
internal sealed class EntityLogScope<TEntity>(IEnumerable<IEntityLoggingScopeEnricher<TEntity>> enrichers)
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private readonly IEntityLoggingScopeEnricher<TEntity>[] _enrichers = [.. enrichers];

    public IDisposable? Begin(ILogger logger, TEntity entity)
    {
        var metadata = entity.Metadata;
        var properties = new Dictionary<string, object>
        {
            ["Kind"] = entity.Kind ?? typeof(TEntity).Name,
            ["Namespace"] = metadata.NamespaceProperty ?? "",
            ["Name"] = metadata.Name,
            ["Uid"] = metadata.Uid ?? "",
            ["ResourceVersion"] = metadata.ResourceVersion ?? "",
        };
        foreach (var enricher in _enrichers) Enrich(enricher, logger, entity, properties);
        return logger.BeginScope(properties);
    }

    private static void Enrich(
        IEntityLoggingScopeEnricher<TEntity> enricher, ILogger logger, TEntity entity, Dictionary<string, object> properties)
    {
        var more = new Dictionary<string, object>();
        try
        {
            enricher.Enrich(entity, EntityLoggingPhase.Reconcile, more);
        }
        catch (Exception e)
        {
            OperatorLog.EnricherFailed(logger, e, enricher.GetType().Name);
        }

        foreach (var (name, value) in more) properties.TryAdd(name, value);
    }
}
