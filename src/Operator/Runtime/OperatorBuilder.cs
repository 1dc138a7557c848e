using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.Events;
using KubeOps.Abstractions.Reconciliation;
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
    private readonly List<ControllerRegistration> _controllers = [];

    public IServiceCollection Services => services;

    public OperatorSettings Settings => settings;

    public static OperatorBuilder Create(IServiceCollection services, OperatorSettings settings)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => ApiClient.FromEnvironment(new() { Time = s.GetRequiredService<TimeProvider>() }));
        services.AddSingleton(settings).AddSingleton(new ActivitySource(settings.Name));
        if (settings.LeaderElectionType == LeaderElectionType.Single) services.AddSingleton<OperatorLease>();
        services.AddSingleton<OperatorClient>().AddSingleton<OperatorHealth>().AddSingleton<OwnWrites>().AddSingleton<FinalizerPatch>();
        services.AddSingleton(typeof(Turns<>)).AddSingleton(typeof(Entities<>));
        services.TryAddSingleton<IKubernetesClient, EntityClient>();
        services.TryAddSingleton<IEventFinalizerAttacherFactory, FinalizerAttachers>();
        AddEvents(services, settings);
        if (settings.EnableMetrics) services.AddMetrics().AddSingleton<OperatorMetrics>();
        services.AddHostedService<OperatorService>();
        return new(services, settings);
    }

    public IOperatorBuilder AddController<TImplementation, TEntity>()
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        AddController<TImplementation, TEntity>(
            typeof(TImplementation).GetCustomAttribute<LabelSelectorAttribute>()?.SelectorType,
            typeof(TImplementation).GetCustomAttribute<FieldSelectorAttribute>()?.SelectorType);

    public IOperatorBuilder AddControllerWithLabelSelector<TImplementation, TEntity, TLabelSelector>()
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta>
        where TLabelSelector : class, IEntityLabelSelector<TEntity> =>
        AddController<TImplementation, TEntity>(typeof(TLabelSelector), null);

    public IOperatorBuilder AddControllerWithFieldSelector<TImplementation, TEntity, TFieldSelector>()
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta>
        where TFieldSelector : class, IEntityFieldSelector<TEntity> =>
        AddController<TImplementation, TEntity>(null, typeof(TFieldSelector));

    public IOperatorBuilder AddFinalizer<TImplementation, TEntity>(string identifier)
        where TImplementation : class, IEntityFinalizer<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        services.TryAddKeyedTransient<IEntityFinalizer<TEntity>, TImplementation>(identifier);
        services.AddSingleton(new FinalizerRegistration(typeof(TEntity), identifier));
        services.TryAddTransient(s => s.GetRequiredService<IEventFinalizerAttacherFactory>().Create<TImplementation, TEntity>(identifier));
        return this;
    }

    private static void AddEvents(IServiceCollection services, OperatorSettings settings)
    {
        services.TryAddSingleton(s => new EventRecorder(
            s.GetRequiredService<ApiClient>(),
            settings.Name,
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<EventRecorder>>()));
        services.TryAddSingleton<IEventResourceFactory, EntityEventFactory>();
        services.TryAddSingleton<IEventPublisherFactory, EntityEvents>();
        services.TryAddTransient<Publisher>(s => s.GetRequiredService<IEventPublisherFactory>().Create());
    }

    private OperatorBuilder AddController<TImplementation, TEntity>(Type? labels, Type? fields)
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var registration = new ControllerRegistration(typeof(TEntity), typeof(TImplementation), labels, fields)
        {
            Start = ControllerRun<TEntity>.StartAsync,
        };
        if (_controllers.Exists(registration.Repeats))
            throw new InvalidOperationException($"{typeof(TImplementation).Name} runs already for the same entities of {typeof(TEntity).Name}.");
        _controllers.Add(registration);
        services.AddSingleton(registration);
        services.TryAddScoped<TImplementation>();
        foreach (var selector in new[] { labels, fields }.OfType<Type>()) services.TryAddSingleton(selector);
        services.TryAddSingleton<EntityQueue<TEntity>>(s => new EntityEnqueuer<TEntity>(s.GetRequiredService<Entities<TEntity>>()).EnqueueAsync);
        services.TryAddSingleton<IReconciler<TEntity>>(s =>
            new DirectReconciler<TEntity>(s.GetRequiredService<ApiClient>(), new(s, typeof(TImplementation))));
        return this;
    }
}
