using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Git;
using GitOpsGuard.Reconciler.Inventories;
using GitOpsGuard.Reconciler.Outcomes;
using GitOpsGuard.Reconciler.Sources;
using GitOpsGuard.Reconciler.Syncs;
using KubeOps.Abstractions.Builder;
using KubeOps.Operator;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>What the reconciler is made of.</summary>
internal static class ReconcilerServices
{
    /// <summary>Sources and syncs mostly wait for somebody's server; one that is slow must not hold up the others.</summary>
    private const int AtOnce = 32;

    public static IServiceCollection AddReconciler(this IServiceCollection services, ReconcilerOptions options, ApiClient api)
    {
        services.AddSingleton(options).AddSingleton(api).AddSingleton(new Random());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Discovery>();
        services.AddSingleton(s => new EventRecorder(
            api, Names.ReconcilerServiceAccount, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<EventRecorder>>()));
        services.AddSingleton(s => new GitMirrors(options.DataDirectory, options.AllowLocalSources, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Retries>().AddSingleton<PublishedStatus>().AddSingleton<SourceMoves>();
        services.AddSingleton<SyncRuntime>().AddSingleton<ISyncRuntime>(s => s.GetRequiredService<SyncRuntime>());
        services.AddSingleton<SyncMemory>().AddSingleton<SyncSteps>().AddSingleton<SyncRunner>();
        services.AddSingleton<TenantClients>().AddSingleton<InventoryStore>().AddSingleton<Applier>().AddSingleton<Pruner>().AddSingleton<SyncEngine>();
        services.AddSingleton<DriftQueue>().AddSingleton<ManagedWatches>().AddSingleton<References>().AddSingleton<SyncEvents>().AddSingleton<DriftNotes>();
        services.AddSingleton<Holds>().AddHostedService(s => s.GetRequiredService<Holds>());
        services.AddSingleton<ExpectedObjects>().AddSingleton<Autoscalers>().AddHostedService(s => s.GetRequiredService<Autoscalers>());
        services.AddSingleton<Concessions>().AddSingleton<Openings>().AddHostedService(s => s.GetRequiredService<Openings>());
        services.AddHostedService<DriftRepair>().AddHostedService<DefinitionWatch>();
        services.AddKubernetesOperator(Configure)
            .AddController<GitSourceController, GitSourceEntity>()
            .AddController<GitSyncController, GitSyncEntity>()
            .AddFinalizer<GitSyncFinalizer, GitSyncEntity>(Names.Finalizer);
        return services;
    }

    private static void Configure(OperatorSettingsBuilder settings)
    {
        settings.WithName(Names.ReconcilerServiceAccount)
            .WithLeaderElection(LeaderElectionType.Single)
            .WithParallelReconciliation(parallel => parallel.WithMaxParallelReconciliations(AtOnce));
    }
}
