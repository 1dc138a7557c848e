using GitOpsGuard.Operator.Runtime;
using KubeOps.Abstractions.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace KubeOps.Operator;

/// <summary>Adds an operator to a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds an operator, which starts and stops with the host. It uses the host's <c>ApiClient</c> and <c>TimeProvider</c> where
    /// they are registered before, else the client that the environment names and the system's clock.
    /// </summary>
    /// <exception cref="ArgumentException">The settings contradict each other.</exception>
    public static IOperatorBuilder AddKubernetesOperator(
        this IServiceCollection services, Action<OperatorSettingsBuilder>? configure = null)
    {
        var settings = new OperatorSettingsBuilder();
        configure?.Invoke(settings);
        return OperatorBuilder.Create(services, settings.Build());
    }
}
