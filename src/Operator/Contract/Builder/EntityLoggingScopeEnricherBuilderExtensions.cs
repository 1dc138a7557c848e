using k8s;
using k8s.Models;
using KubeOps.Abstractions.Logging;
using Microsoft.Extensions.DependencyInjection;

namespace KubeOps.Abstractions.Builder;

/// <summary>Registers enrichers of logging scopes.</summary>
public static class EntityLoggingScopeEnricherBuilderExtensions
{
    /// <summary>Has an enricher add to what is logged about entities of a kind; they are asked in the order of registration.</summary>
    public static IOperatorBuilder AddEntityLoggingScopeEnricher<TEntity, TEnricher>(this IOperatorBuilder builder)
        where TEntity : IKubernetesObject<V1ObjectMeta>
        where TEnricher : class, IEntityLoggingScopeEnricher<TEntity>
    {
        builder.Services.AddSingleton<IEntityLoggingScopeEnricher<TEntity>, TEnricher>();
        return builder;
    }
}
