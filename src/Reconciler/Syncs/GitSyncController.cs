using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Git;
using GitOpsGuard.Reconciler.Hosting;
using GitOpsGuard.Reconciler.Outcomes;
using GitOpsGuard.Reconciler.Sources;
using KubeOps.Abstractions.Events;
using KubeOps.Abstractions.Rbac;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;
using k8s.Models;
using EventType = KubeOps.Abstractions.Events.EventType;

namespace GitOpsGuard.Reconciler.Syncs;

/// <summary>Makes the cluster agree with what a GitSync's directory declares, and says how far it is.</summary>
[EntityRbac(typeof(GitSyncEntity), Verbs = RbacVerb.Get | RbacVerb.List | RbacVerb.Watch | RbacVerb.Patch)]
[EntityRbac(typeof(GitSourceEntity), Verbs = RbacVerb.Get)]
[GenericRbac(
    Groups = [Names.Group],
    Resources = ["syncinventories"],
    Verbs = RbacVerb.Get | RbacVerb.List | RbacVerb.Create | RbacVerb.Patch | RbacVerb.Delete)]
[GenericRbac(Groups = [Names.Group], Resources = ["breakglasses"], Verbs = RbacVerb.List | RbacVerb.Watch)]
[GenericRbac(Groups = [""], Resources = ["serviceaccounts/token"], Verbs = RbacVerb.Create)]
[GenericRbac(Groups = [Names.Group], Resources = ["changerequests"], Verbs = RbacVerb.List)]
[GenericRbac(Groups = [""], Resources = ["events"], Verbs = RbacVerb.Create | RbacVerb.Patch)]
internal sealed class GitSyncController(
    SyncRunner runner,
    SyncMemory memory,
    References references,
    DriftNotes drift,
    Retries retries,
    PublishedStatus statuses,
    EventPublisher publish,
    TimeProvider time,
    Random random,
    ILogger<GitSyncController> log) : IEntityController<GitSyncEntity>
{
    private const int MostHistory = 10;

    /// <inheritdoc/>
    public async Task<ReconciliationResult<GitSyncEntity>> ReconcileAsync(GitSyncEntity entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null) return ReconciliationResult<GitSyncEntity>.Success(entity);
        var key = KeyOf(entity);
        entity.Status = Newest(entity);
        if (entity.Spec.Suspend)
        {
            Rest(key);
            return await EndAsync(entity, entity.Status, OutcomeMapper.Suspended(AttemptOf(entity)), cancellationToken);
        }

        var target = new SyncRunner.Target(key, entity.Uid(), entity.Metadata.Generation ?? 0, entity.Spec, entity.GetAnnotation(Names.ReconcileAnnotation));
        var run = await runner.RunAsync(target, revision => BeginAsync(entity, revision, cancellationToken), cancellationToken);
        var attempt = AttemptOf(entity);
        var decision = run.Outcome.Succeeded(out var report, out var failure)
            ? OutcomeMapper.Succeeded($"Applied {GitCommit.Short(run.Revision!)}: {report.Objects} objects{(report.Held > 0 ? $", {report.Held} of them left as they are under a BreakGlass" : "")}", attempt)
            : OutcomeMapper.Failed(failure, attempt);
        retries.Note(key.ToString(), failure);
        if (run.Applied && report is { Pruned.Count: > 0 })
            await publish(entity, Reasons.ReconciliationSucceeded, $"Pruned {string.Join(", ", report.Pruned)}", EventType.Normal, cancellationToken);
        return await EndAsync(entity, StatusOf(entity, run, report, decision.Reason), decision, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReconciliationResult<GitSyncEntity>> DeletedAsync(GitSyncEntity entity, CancellationToken cancellationToken)
    {
        Rest(KeyOf(entity));
        retries.Note(KeyOf(entity).ToString(), null);
        statuses.Forget(OwnResources.GitSyncs, entity.Namespace(), entity.Name());
        return Task.FromResult(ReconciliationResult<GitSyncEntity>.Success(entity));
    }

    private void Rest(SyncKey key)
    {
        memory.Forget(key);
        references.Forget(key);
    }

    /// <summary>Says that a new revision or spec is being applied. A repetition of what was applied before does not change Ready.</summary>
    private async Task BeginAsync(GitSyncEntity entity, string revision, CancellationToken ct)
    {
        if (entity.Status.LastAttemptedRevision == revision && entity.Status.ObservedGeneration == entity.Metadata.Generation) return;
        var decision = OutcomeMapper.Progressing($"Applying {GitCommit.Short(revision)}", AttemptOf(entity));
        var now = entity.Status with { LastAttemptedRevision = revision, Conditions = decision.Conditions };
        await statuses.WriteAsync(OwnResources.GitSyncs, entity.Namespace(), entity.Name(), Json(entity.Status), entity.ResourceVersion(), Json(now), ct);
        entity.Status = now;
    }

    private GitSyncStatus StatusOf(GitSyncEntity entity, SyncRunner.Run run, SyncReport? report, string reason)
    {
        var before = entity.Status;
        return before with
        {
            LastAttemptedRevision = run.Revision ?? before.LastAttemptedRevision,
            LastAppliedRevision = report is null ? before.LastAppliedRevision : run.Revision,
            Inventory = report is null ? before.Inventory : new() { Count = report.Objects, Shards = report.Shards },
            History = run.Revision is { } revision ? Remember(before.History ?? [], revision, reason) : before.History,
        };
    }

    private IReadOnlyList<SyncHistoryEntry> Remember(IReadOnlyList<SyncHistoryEntry> history, string revision, string reason) =>
        history is [var last, ..] && (last.Revision, last.Reason) == (revision, reason)
            ? history
            : [new() { Revision = revision, Reason = reason, At = time.GetUtcNow() }, .. history.Take(MostHistory - 1)];

    private async Task<ReconciliationResult<GitSyncEntity>> EndAsync(GitSyncEntity entity, GitSyncStatus status, Decision decision, CancellationToken ct)
    {
        var now = status with
        {
            ObservedGeneration = entity.Metadata.Generation ?? 0,
            LastHandledReconcileAt = entity.GetAnnotation(Names.ReconcileAnnotation),
            Conditions = [.. decision.Conditions, .. NotedOf(entity)],
        };
        await statuses.WriteAsync(OwnResources.GitSyncs, entity.Namespace(), entity.Name(), Json(entity.Status), entity.ResourceVersion(), Json(now), ct);
        entity.Status = now;
        Log.Reconciled(log, decision.Level, "GitSync", KeyOf(entity).ToString(), decision.Reason, decision.Message);
        if (decision.IsNews)
            await publish(entity, decision.Reason, decision.Message, decision.Warns ? EventType.Warning : EventType.Normal, ct);
        return ReconciliationResult<GitSyncEntity>.Success(entity, decision.RequeueAfter > TimeSpan.Zero ? decision.RequeueAfter : null);
    }

    private IEnumerable<Condition> NotedOf(GitSyncEntity entity) => drift.Of(KeyOf(entity)).Select(noted => OutcomeMapper.Also(
        noted.Condition,
        noted.Condition switch
        {
            ConditionTypes.Mutated => Reasons.MutatedByAdmission,
            ConditionTypes.FieldContested => Reasons.ContestedByAutoscaler,
            _ => Reasons.DriftDetected,
        },
        string.Join('\n', noted.Texts),
        AttemptOf(entity)));

    private Attempt AttemptOf(GitSyncEntity entity) => new(
        entity.Metadata.Generation ?? 0,
        entity.Status.Conditions ?? [],
        Durations.Read(entity.Spec.Interval, TimeSpan.FromMinutes(10)),
        retries.Of(KeyOf(entity).ToString()),
        time.GetUtcNow(),
        random.NextDouble());

    private GitSyncStatus Newest(GitSyncEntity entity) =>
        statuses.Newest(OwnResources.GitSyncs, entity.Namespace(), entity.Name(), entity.ResourceVersion()) is { } written
            ? new JsonObject { ["status"] = written.DeepClone() }.Deserialize(KindsJson.Default.GitSync)!.Status
            : entity.Status;

    private static SyncKey KeyOf(GitSyncEntity entity) => new(entity.Namespace(), entity.Name());

    private static JsonNode Json(GitSyncStatus status) => JsonSerializer.SerializeToNode(
        new KindObject<GitSyncSpec, GitSyncStatus> { Status = status }, KindsJson.Default.GitSync)!["status"]!;
}
