using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Webhook.Lifting;

/// <summary>What the status of a BreakGlass shall say. Pure.</summary>
internal static class BreakGlassReport
{
    /// <summary>The status.</summary>
    /// <param name="read">The BreakGlass as it is.</param>
    /// <param name="snapshot">The others, and the policies.</param>
    /// <param name="asked">Who asked for it, where this replica saw that; null otherwise.</param>
    /// <param name="changes">How many changes were recorded under it; null when that was not counted anew.</param>
    /// <param name="time">The clock.</param>
    internal static JsonObject StatusOf(JsonElement read, Snapshot snapshot, string? asked, int? changes, TimeProvider time)
    {
        var glass = BreakGlassReader.Read(read);
        var kind = read.Deserialize(KindsJson.Default.BreakGlass)!;
        var before = kind.Status ?? new();
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        if (glass is { Approved: null, ApprovedBy.Length: > 0 }) glass = glass with { Approved = now };
        var standing = BreakGlasses.StandingOf(glass, snapshot, time.GetUtcNow());
        var status = before with
        {
            ObservedGeneration = kind.Metadata.Generation,
            RequestedBy = before.RequestedBy ?? asked,
            ApprovedAt = glass.Approved,
            ExpiresAt = ExpiryOf(glass, standing, before, now),
            Changes = changes ?? before.Changes,
        };
        var ready = new Condition
        {
            Type = ConditionTypes.Ready,
            Status = standing.State == BreakGlassState.Open ? "True" : "False",
            Reason = standing.State.ToString(),
            Message = Words(glass, standing, status),
            ObservedGeneration = kind.Metadata.Generation,
        };
        status = status with { Conditions = before.Conditions.With(ready, time) };
        return JsonSerializer.SerializeToNode(
            new KindObject<BreakGlassSpec, BreakGlassStatus> { Status = status }, KindsJson.Default.BreakGlass)!["status"]!.DeepClone().AsObject();
    }

    /// <summary>When it ends; of one that was ended before its time, when that was seen.</summary>
    private static DateTimeOffset? ExpiryOf(BreakGlass glass, BreakGlassStanding standing, BreakGlassStatus before, DateTimeOffset now)
    {
        if (!glass.EndsNow) return standing.End;
        return before.ExpiresAt is { } known && known <= now ? known : standing.End < now ? standing.End : now;
    }

    private static string Words(BreakGlass glass, BreakGlassStanding standing, BreakGlassStatus status) => standing.State switch
    {
        BreakGlassState.ApprovalPending =>
            $"Somebody else than {status.RequestedBy ?? "who asked"} approves it: kubectl patch breakglass/{glass.Name} -n {glass.Namespace} "
            + "--subresource=status --type=merge -p '{\"status\":{\"approvedBy\":\"YOUR NAME\"}}'",
        BreakGlassState.LimitExceeded => "It is longer than the policy allows (GuardPolicy spec.breakGlass), or than what its subjects have left of the day",
        BreakGlassState.Open =>
            $"Open to {string.Join(", ", glass.Subjects.Select(subject => $"{subject.Kind} {subject.Name}"))} until {KubernetesTimeConverter.Format(standing.End!.Value)}",
        _ when status.ExpiresAt is { } end => $"Ended at {KubernetesTimeConverter.Format(end)}; "
            + (glass.Reverts ? "what Git declares is restored" : "what was changed stays while its ChangeRequests are open"),
        _ => "Nobody approved it within a day",
    };
}
