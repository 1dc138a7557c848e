using GitOpsGuard.Operator.Runtime;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator;

/// <summary>What this runtime can do beyond the contract of KubeOps.</summary>
public static class OperatorBuilderExtensions
{
    /// <summary>Reconciles entities when objects of another kind change.</summary>
    public static IOperatorBuilder AddMappedWatch<TEntity>(this IOperatorBuilder builder, MappedWatch watch)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        builder.Services.AddSingleton(new MappedWatchRegistration(typeof(TEntity), watch));
        return builder;
    }
}
