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
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        builder.Services.AddSingleton(new MappedWatchRegistration(typeof(TEntity), watch));
        return builder;
    }

    /// <summary>Sets options of the controllers of a kind, in place of those before.</summary>
    public static IOperatorBuilder ConfigureControllers<TEntity>(this IOperatorBuilder builder, ControllerOptions options)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        builder.Services.AddSingleton(new ControllerOptionsRegistration(typeof(TEntity), options));
        return builder;
    }
}
