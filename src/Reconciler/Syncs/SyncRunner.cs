using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Git;
using GitOpsGuard.Reconciler.Hosting;
using GitOpsGuard.Reconciler.Outcomes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Reconciler.Syncs;

/// <summary>One reconciliation of a GitSync, from spec to report.</summary>
internal sealed class SyncRunner(SyncSteps steps, SyncEngine engine, SyncMemory memory, TimeProvider time)
{
    /// <summary>What is reconciled.</summary>
    /// <param name="Key">The GitSync.</param>
    /// <param name="Uid">Its UID.</param>
    /// <param name="Generation">Its generation.</param>
    /// <param name="Spec">What it asks for.</param>
    /// <param name="Request">Value of the reconcile annotation.</param>
    public sealed record Target(SyncKey Key, string Uid, long Generation, GitSyncSpec Spec, string? Request);

    /// <summary>What came of it.</summary>
    /// <param name="Revision">The revision that was attempted; null when it did not come to that.</param>
    /// <param name="Outcome">The report, or the failure.</param>
    /// <param name="Applied">Whether anything was asked of the cluster, or else all was known to agree.</param>
    public sealed record Run(string? Revision, Outcome<SyncReport> Outcome, bool Applied);

    /// <summary>Runs the steps.</summary>
    /// <param name="target">The GitSync.</param>
    /// <param name="begin">Called once it is certain that there is something to apply.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Run> RunAsync(Target target, Func<string, Task> begin, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Durations.Read(target.Spec.Timeout, TimeSpan.FromMinutes(5)), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        string? revision = null;
        try
        {
            if ((SyncSteps.Unsupported(target.Spec) ?? steps.Account(target.Key, target.Spec)) is { } refused) return new(null, refused, false);
            if (await steps.DependenciesAsync(target.Key, target.Spec, both.Token) is { } waiting) return new(null, waiting, false);
            if (!(await steps.SourceAsync(target.Key, target.Spec, both.Token)).Succeeded(out var source, out var failure)) return new(null, failure, false);
            revision = source.Revision;
            return await RunAsync(target, source, begin, both.Token);
        }
        catch (ApiException e)
        {
            return new(revision, ApiFailures.Of(e, "the API server could not be asked"), false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(revision, new Failure.Retryable(Reasons.ReconciliationFailed, $"reconciliation did not end within spec.timeout of {target.Spec.Timeout}"), true);
        }
    }

    private async Task<Run> RunAsync(Target target, SyncSteps.Source source, Func<string, Task> begin, CancellationToken ct)
    {
        if (!steps.Tree(target.Key, target.Spec, source.Revision).Succeeded(out var opened, out var failure)) return new(source.Revision, failure, false);
        using var tree = opened;
        if (memory.Of(target.Key) is { } before && Agrees(before, target, source, tree)) return new(source.Revision, before.Report, false);

        if (!SyncSteps.Render(tree, target.Spec.Path).Succeeded(out var manifests, out failure)) return new(source.Revision, failure, false);
        await begin(source.Revision);
        memory.Forget(target.Key);
        var job = new SyncJob(target.Key.Namespace, target.Key.Name, target.Uid, target.Spec, source.Repository, source.Revision);
        var outcome = await engine.RunAsync(job, manifests, ct);
        if (outcome.Succeeded(out var report, out _) && report.Held == 0) memory.Note(target.Key, new(target.Generation, source.Repository, tree.Reads, target.Request, report, time.GetUtcNow()));
        return new(source.Revision, outcome, true);
    }

    /// <summary>Whether nothing that an apply depends on changed since the last one, and that is not long ago.</summary>
    private bool Agrees(SyncMemory.Applied before, Target target, SyncSteps.Source source, GitTree tree) =>
        (before.Generation, before.Source, before.Request) == (target.Generation, source.Repository, target.Request)
        && before.Reads.All(read => tree.IdOf(read.Key) == read.Value)
        && time.GetUtcNow() - before.At < Durations.Read(target.Spec.Interval, TimeSpan.FromMinutes(10));
}
