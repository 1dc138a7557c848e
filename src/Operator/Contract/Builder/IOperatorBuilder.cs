using k8s;
using k8s.Models;
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

    /// <summary>Runs a controller, made anew in a scope of its own for each reconciliation.</summary>
    IOperatorBuilder AddController<TImplementation, TEntity>()
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Runs a finalizer, under exactly this identifier.</summary>
    /// <param name="identifier">The string in <c>metadata.finalizers</c>, such as <c>example.com/cleanup</c>.</param>
    IOperatorBuilder AddFinalizer<TImplementation, TEntity>(string identifier)
        where TImplementation : class, IEntityFinalizer<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;
}
