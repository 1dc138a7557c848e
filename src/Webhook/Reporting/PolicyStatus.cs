using System.Text.Json;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Webhook.Reporting;

/// <summary>What the status of a GuardPolicy says beside the report. Pure.</summary>
internal static class PolicyStatus
{
    private const int MostNamed = 10;

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
            Conditions = Forgeable(kind) is { } forgeable
                ? before.Conditions.With(ready, time).With(forgeable, time)
                : before.Conditions.With(ready, time).Without(ConditionTypes.TrustForgeable),
        };
    }

    /// <summary>The built-in role <c>edit</c> may impersonate the ServiceAccounts of its namespace, so trust without proof is every editor's.</summary>
    private static Condition? Forgeable(KindObject<GuardPolicySpec, GuardPolicyStatus> kind)
    {
        var names = (kind.Spec.Trusted ?? []).Where(writer => writer is { Impersonated: true, ServiceAccount: not null })
            .Select(writer => $"{writer.ServiceAccount!.Namespace}/{writer.ServiceAccount.Name}").ToList();
        return names.Count == 0 ? null : new()
        {
            Type = ConditionTypes.TrustForgeable,
            Status = "True",
            Reason = Reasons.TrustedWithoutProof,
            Message = $"Whoever may impersonate {string.Join(", ", names.Take(MostNamed))}{(names.Count > MostNamed ? $" or {names.Count - MostNamed} more" : "")} passes, as the role edit "
                + "of their namespaces may; kubectl gitops doctor names them",
            ObservedGeneration = kind.Metadata.Generation,
        };
    }
}
