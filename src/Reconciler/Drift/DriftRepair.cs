using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Syncs;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>Puts back, at once, what somebody changed on an applied object; or tells of it. Costs nothing while nothing moves.</summary>
internal sealed class DriftRepair(
    ApiClient api,
    DriftQueue queue,
    ManagedWatches watches,
    References references,
    Autoscalers autoscalers,
    Concessions concessions,
    SyncMemory memory,
    ISyncRuntime runtime,
    Applier applier,
    SyncEvents events,
    DriftNotes notes,
    Holds holds,
    TimeProvider time,
    ILogger<DriftRepair> log) : BackgroundService
{
    private const int Workers = 4;
    private readonly RepairBudget _budget = new(time);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken ct)
    {
        while (true) await queue.TakeAsync((identity, gone) => TryLookAsync(identity, gone, ct), ct);
    }

    private async Task<bool> TryLookAsync(ObjectIdentity identity, bool gone, CancellationToken ct)
    {
        try
        {
            await LookAsync(identity, gone, ct);
            return true;
        }
        catch (ApiException e)
        {
            Log.RepairFailed(log, identity.Display, e.Message);
            return false;
        }
    }

    private async Task LookAsync(ObjectIdentity identity, bool gone, CancellationToken ct)
    {
        if (!runtime.IsRunning)
        {
            references.Clear();
            memory.Clear();
            return;
        }

        if (references.Get(identity) is not { } reference)
        {
            if (!references.Knows(identity)) notes.Remove(identity);
            return;
        }

        var live = watches.Live(reference.Desired.Resource, identity);
        if (live is null && !gone) return;
        if (live is null || gone) live = await api.GetAsync(reference.Desired.Resource, identity.Namespace, identity.Name, ct);
        if (live is { } found && (reference.IsNewerThan(found) || IsTerminating(found))) return;

        var contest = live is { } scaled ? autoscalers.Contesting(reference.Desired, scaled) : null;
        await SayAsync(reference, ConditionTypes.FieldContested, Reasons.ContestedByAutoscaler, contest is null ? null : DriftText.Contested(reference.Desired, contest), ct);
        await SayAsync(reference, ConditionTypes.Mutated, Reasons.MutatedByAdmission, reference.Mutations.Count == 0 ? null : DriftText.Mutated(reference), ct);

        List<FieldDifference> differences = live is { } obj
            ? [.. concessions.Differences(reference.Desired, reference.Expected, obj).Where(difference => !reference.IsMutation(difference))]
            : [];
        if (live is not null && differences.Count == 0)
        {
            notes.Remove(ConditionTypes.Drifted, identity);
            return;
        }

        var text = DriftText.Describe(identity, differences, live ?? default);
        if ((await holds.LookAsync(ct)).Of(identity) is { } hold) await HoldAsync(reference, text, hold, ct);
        else if (reference.Job.Spec.Drift == "Report") await DriftedAsync(reference, $"{text}; spec.drift is Report, so it stays", ct);
        else if (!_budget.TryTake(identity)) await RestAsync(reference, text, ct);
        else await RepairAsync(reference, differences, text, ct);
    }

    private async Task RepairAsync(Reference reference, IReadOnlyList<FieldDifference> differences, string text, CancellationToken ct)
    {
        var repaired = await applier.ApplyAsync(reference.Job, reference.Desired, ct);
        // Where it could not be put back, the next look says so: the write was changed on its way.
        if (repaired.Mutations.Any(left => differences.Any(d => d.Path.Equals(left.Path)))) return;

        var place = reference.Desired.PlaceOf(differences is [var first, ..] ? first.Path.ToString() : null);
        notes.Remove(ConditionTypes.Drifted, reference.Desired.Identity);
        Log.DriftCorrected(log, reference.Job.Key.ToString(), text);
        await events.WarnAsync(reference.Job, Reasons.DriftCorrected, $"{text}; put back to {place}", ct);
    }

    private Task HoldAsync(Reference reference, string text, Hold hold, CancellationToken ct)
    {
        holds.Remember(reference.Desired.Identity, hold);
        return DriftedAsync(reference, $"{text}; {hold.Why}", ct);
    }

    private async Task RestAsync(Reference reference, string text, CancellationToken ct)
    {
        queue.AddAfter(reference.Desired.Identity, RepairBudget.Window);
        await DriftedAsync(reference, $"{text}; it is changed again and again, so repair rests for a minute", ct);
    }

    private Task DriftedAsync(Reference reference, string text, CancellationToken ct) =>
        SayAsync(reference, ConditionTypes.Drifted, Reasons.DriftDetected, text, ct);

    /// <summary>Says by a condition, and when it is new by an event, that something stays otherwise than Git says; null takes it back.</summary>
    private async Task SayAsync(Reference reference, string condition, string reason, string? text, CancellationToken ct)
    {
        if (text is null) notes.Remove(condition, reference.Desired.Identity);
        if (text is null || !notes.Add(condition, reference.Job.Key, reference.Desired.Identity, text)) return;
        Log.DriftDetected(log, reference.Job.Key.ToString(), text);
        await events.WarnAsync(reference.Job, reason, text, ct);
    }

    private static bool IsTerminating(JsonElement live) => live.GetProperty("metadata").TryGetProperty("deletionTimestamp", out _);
}
