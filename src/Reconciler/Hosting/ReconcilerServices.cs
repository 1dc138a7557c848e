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

namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>What the reconciler is made of.</summary>
internal static class ReconcilerServices
{
    public static IServiceCollection AddReconciler(this IServiceCollection services, ReconcilerOptions options, ApiClient api)
    {
        services.AddSingleton(options).AddSingleton(api).AddSingleton(TimeProvider.System).AddSingleton(new Random());
        services.AddSingleton<Discovery>();
        services.AddSingleton(s => new GitMirrors(options.DataDirectory, options.AllowLocalSources, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Retries>().AddSingleton<PublishedStatus>().AddSingleton<SourceMoves>();
        services.AddSingleton<SyncMemory>().AddSingleton<SyncSteps>().AddSingleton<SyncRunner>();
        services.AddSingleton<InventoryStore>().AddSingleton<Applier>().AddSingleton<Pruner>().AddSingleton<SyncEngine>();
        services.AddSingleton<DriftQueue>().AddSingleton<ManagedWatches>().AddSingleton<References>().AddSingleton<SyncEvents>().AddSingleton<DriftNotes>();
        services.AddHostedService<DriftRepair>();
        services.AddKubernetesOperator(settings => settings.WithName(Names.ReconcilerServiceAccount).WithLeaderElection(LeaderElectionType.Single))
            .AddController<GitSourceController, GitSourceEntity>()
            .AddController<GitSyncController, GitSyncEntity>()
            .AddFinalizer<GitSyncFinalizer, GitSyncEntity>(Names.Finalizer);
        return services;
    }
}
