using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Git;
using GitOpsGuard.Reconciler.Hosting;
using GitOpsGuard.Reconciler.Outcomes;
using KubeOps.Abstractions.Events;
using KubeOps.Abstractions.Rbac;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;
using k8s.Models;
using EventType = KubeOps.Abstractions.Events.EventType;

namespace GitOpsGuard.Reconciler.Sources;

/// <summary>Keeps the clone of a GitSource at the commit that its reference names, and says which that is.</summary>
[EntityRbac(typeof(GitSourceEntity), Verbs = RbacVerb.Get | RbacVerb.List | RbacVerb.Watch)]
[GenericRbac(Groups = [""], Resources = ["secrets"], Verbs = RbacVerb.Get)]
[GenericRbac(Groups = [""], Resources = ["events"], Verbs = RbacVerb.Create | RbacVerb.Patch)]
internal sealed class GitSourceController(
    GitMirrors mirrors,
    ApiClient api,
    ReconcilerOptions options,
    Retries retries,
    PublishedStatus statuses,
    SourceMoves moves,
    EventPublisher publish,
    TimeProvider time,
    Random random,
    ILogger<GitSourceController> log) : IEntityController<GitSourceEntity>
{
    /// <inheritdoc/>
    public async Task<ReconciliationResult<GitSourceEntity>> ReconcileAsync(GitSourceEntity entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null) return ReconciliationResult<GitSourceEntity>.Success(entity);
        if (entity.Spec.Suspend) return await EndAsync(entity, entity.Status.Artifact, OutcomeMapper.Suspended(AttemptOf(entity)), cancellationToken);

        var outcome = await FetchAsync(entity, cancellationToken);
        var fetched = outcome.Succeeded(out var commit, out var failure);
        var decision = fetched
            ? OutcomeMapper.Succeeded($"Fetched {GitCommit.Short(commit!.Revision)}", AttemptOf(entity))
            : OutcomeMapper.Failed(failure!, AttemptOf(entity));
        retries.Note(KeyOf(entity), failure);
        var artifact = fetched ? ArtifactOf(commit!) : entity.Status.Artifact;
        var result = await EndAsync(entity, artifact, decision, cancellationToken);
        if (fetched) await moves.NoteAsync(entity.Namespace(), entity.Name(), commit!.Revision, cancellationToken);
        return result;
    }

    /// <inheritdoc/>
    public Task<ReconciliationResult<GitSourceEntity>> DeletedAsync(GitSourceEntity entity, CancellationToken cancellationToken)
    {
        mirrors.Remove(MirrorOf(entity.Namespace(), entity.Name()));
        moves.Forget(entity.Namespace(), entity.Name());
        retries.Note(KeyOf(entity), null);
        statuses.Forget(OwnResources.GitSources, entity.Namespace(), entity.Name());
        return Task.FromResult(ReconciliationResult<GitSourceEntity>.Success(entity));
    }

    /// <summary>The name under which a source's clone is kept.</summary>
    public static string MirrorOf(string ns, string name) => $"{ns}/{name}";

    private async Task<Outcome<GitCommit>> FetchAsync(GitSourceEntity entity, CancellationToken ct)
    {
        var spec = entity.Spec;
        if (spec.Verify is not null)
            return new Failure.Stalled(Reasons.InvalidSpec, "spec.verify is not checked by this version; remove it to follow commits whoever signed them");
        if (!GitAddress.Parse(spec.Url, options.AllowLocalSources).Succeeded(out var address, out var failure)) return failure;
        if (!GitTarget.Of(spec.Ref).Succeeded(out var target, out failure)) return failure;
        if (!(await CredentialsAsync(entity, ct)).Succeeded(out var credentials, out failure)) return failure;
        return await mirrors.FetchAsync(
            MirrorOf(entity.Namespace(), entity.Name()), address, target, credentials, Durations.Read(spec.Timeout, TimeSpan.FromMinutes(1)), ct);
    }

    private async Task<Outcome<GitCredentials>> CredentialsAsync(GitSourceEntity entity, CancellationToken ct)
    {
        if (entity.Spec.SecretRef is not { Name: var name }) return GitCredentials.None;
        try
        {
            return await api.GetAsync(BuiltInResources.Secrets, entity.Namespace(), name, ct) is { } secret
                ? GitCredentials.FromSecret(name, secret)
                : new Failure.Stalled(Reasons.AuthenticationFailed, $"Secret {name}, which spec.secretRef names, does not exist in namespace {entity.Namespace()}; create it");
        }
        catch (ApiException e)
        {
            return new Failure.Retryable(Reasons.AuthenticationFailed, $"Secret {name} could not be read: {e.Message}", e.RetryAfter);
        }
    }

    private async Task<ReconciliationResult<GitSourceEntity>> EndAsync(
        GitSourceEntity entity, GitArtifact? artifact, Decision decision, CancellationToken ct)
    {
        var now = new GitSourceStatus
        {
            ObservedGeneration = entity.Metadata.Generation ?? 0,
            LastHandledReconcileAt = entity.GetAnnotation(Names.ReconcileAnnotation),
            Artifact = artifact,
            Conditions = decision.Conditions,
        };
        await statuses.WriteAsync(OwnResources.GitSources, entity.Namespace(), entity.Name(), Json(entity.Status), entity.ResourceVersion(), Json(now), ct);
        entity.Status = now;
        Log.Reconciled(log, decision.Level, "GitSource", KeyOf(entity), decision.Reason, decision.Message);
        if (decision.IsNews)
            await publish(entity, decision.Reason, decision.Message, decision.Warns ? EventType.Warning : EventType.Normal, ct);
        return ReconciliationResult<GitSourceEntity>.Success(entity, decision.RequeueAfter > TimeSpan.Zero ? decision.RequeueAfter : null);
    }

    private Attempt AttemptOf(GitSourceEntity entity) => new(
        entity.Metadata.Generation ?? 0,
        entity.Status.Conditions ?? [],
        Durations.Read(entity.Spec.Interval, TimeSpan.FromMinutes(1)),
        retries.Of(KeyOf(entity)),
        time.GetUtcNow(),
        random.NextDouble());

    private static GitArtifact ArtifactOf(GitCommit commit) => new()
    {
        Revision = commit.Revision,
        Author = commit.Author,
        Subject = commit.Subject,
        CommittedAt = commit.CommittedAt,
    };

    private static string KeyOf(GitSourceEntity entity) => $"{entity.Namespace()}/{entity.Name()}";

    private static JsonNode Json(GitSourceStatus status) => JsonSerializer.SerializeToNode(
        new KindObject<GitSourceSpec, GitSourceStatus> { Status = status }, KindsJson.Default.GitSource)!["status"]!;
}
