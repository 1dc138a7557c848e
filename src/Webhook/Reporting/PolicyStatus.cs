using System.Text.Json;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Webhook.Reporting;

/// <summary>What the status of a GuardPolicy says beside the report. Pure.</summary>
internal static class PolicyStatus
{
    /// <summary>The status. Counting begins anew when the spec changes, since another spec refuses other things.</summary>
    internal static GuardPolicyStatus Of(JsonElement policy, KindObject<GuardPolicySpec, GuardPolicyStatus> kind, TimeProvider time)
    {
        var before = kind.Status ?? new();
        var isNew = before.ObservedGeneration != kind.Metadata.Generation || before.Since is null;
        var faults = new List<string>();
        _ = PolicyReader.Read(policy, faults.Add);
        var ready = new Condition
        {
            Type = ConditionTypes.Ready,
            Status = faults.Count == 0 ? "True" : "False",
            Reason = faults.Count == 0 ? Reasons.ReconciliationSucceeded : Reasons.InvalidSpec,
            Message = faults.Count == 0 ? "The guard judges by this policy" : string.Join('\n', faults),
            ObservedGeneration = kind.Metadata.Generation,
        };
        return before with
        {
            ObservedGeneration = kind.Metadata.Generation,
            Since = isNew ? DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()) : before.Since,
            Counts = isNew ? new() : before.Counts,
            Report = isNew ? [] : before.Report,
            Conditions = before.Conditions.With(ready, time),
        };
    }
}
