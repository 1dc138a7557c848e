using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Events;
using KubeOps.Abstractions.Reconciliation.Controller;
using KubeOps.Abstractions.Reconciliation.Finalizer;
using KubeOps.Abstractions.Reconciliation.Queue;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Publisher = KubeOps.Abstractions.Events.EventPublisher;

namespace GitOpsGuard.Operator.Runtime;

internal sealed class OperatorBuilder(IServiceCollection services, OperatorSettings settings) : IOperatorBuilder
{
    public IServiceCollection Services => services;

    public OperatorSettings Settings => settings;

    public static OperatorBuilder Create(IServiceCollection services, OperatorSettings settings)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => ApiClient.FromEnvironment(new() { Time = s.GetRequiredService<TimeProvider>() }));
        services.AddSingleton(settings);
        services.AddSingleton<OperatorHealth>();
        services.TryAddSingleton(s => new EventRecorder(
            s.GetRequiredService<ApiClient>(),
            settings.Name,
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<EventRecorder>>()));
        services.AddSingleton<Publisher>(s => new EntityEvents(s.GetRequiredService<EventRecorder>()).PublishAsync);
        services.TryAddSingleton<IKubernetesClient, EntityClient>();
        services.TryAddSingleton(typeof(Entities<>));
        services.AddHostedService<OperatorService>();
        return new(services, settings);
    }

    public IOperatorBuilder AddController<TImplementation, TEntity>()
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        services.TryAddScoped<TImplementation>();
        services.TryAddSingleton<EntityQueue<TEntity>>(s => new EntityEnqueuer<TEntity>(s.GetRequiredService<Entities<TEntity>>()).EnqueueAsync);
        services.AddSingleton(new ControllerRegistration(typeof(TEntity), ControllerRun<TEntity>.Create<TImplementation>));
        return this;
    }

    public IOperatorBuilder AddFinalizer<TImplementation, TEntity>(string identifier)
        where TImplementation : class, IEntityFinalizer<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        services.TryAddKeyedTransient<IEntityFinalizer<TEntity>, TImplementation>(identifier);
        services.AddSingleton(new FinalizerRegistration(typeof(TEntity), identifier));
        return this;
    }
}
