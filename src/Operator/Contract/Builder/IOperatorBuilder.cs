using k8s;
using k8s.Models;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.Reconciliation.Controller;
using KubeOps.Abstractions.Reconciliation.Finalizer;
using Microsoft.Extensions.DependencyInjection;

namespace KubeOps.Abstractions.Builder;

/// <summary>Registers what an operator runs.</summary>
public interface IOperatorBuilder
{
    /// <summary>Services of the host.</summary>
    IServiceCollection Services { get; }

    /// <summary>Settings of the operator.</summary>
    OperatorSettings Settings { get; }

    /// <summary>
    /// Runs a controller, made anew in a scope of its own for each reconciliation, for the entities that its
    /// <c>[LabelSelector]</c> or <c>[FieldSelector]</c> selects, or for all.
    /// </summary>
    /// <exception cref="InvalidOperationException">The same controller runs already for the same selection.</exception>
    IOperatorBuilder AddController<TImplementation, TEntity>()
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>Runs a controller for the entities that a label selector selects.</summary>
    /// <exception cref="InvalidOperationException">The same controller runs already for the same selection.</exception>
    IOperatorBuilder AddControllerWithLabelSelector<TImplementation, TEntity, TLabelSelector>()
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta>
        where TLabelSelector : class, IEntityLabelSelector<TEntity>;

    /// <summary>Runs a controller for the entities that a field selector selects.</summary>
    /// <exception cref="InvalidOperationException">The same controller runs already for the same selection.</exception>
    IOperatorBuilder AddControllerWithFieldSelector<TImplementation, TEntity, TFieldSelector>()
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta>
        where TFieldSelector : class, IEntityFieldSelector<TEntity>;

    /// <summary>Runs a finalizer, under exactly this identifier.</summary>
    /// <param name="identifier">The string in <c>metadata.finalizers</c>, such as <c>example.com/cleanup</c>.</param>
    IOperatorBuilder AddFinalizer<TImplementation, TEntity>(string identifier)
        where TImplementation : class, IEntityFinalizer<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta>;
}
