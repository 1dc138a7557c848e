using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>What is held at one moment: what an open BreakGlass covers, and what one that ended left to be proposed. Pure.</summary>
/// <param name="glasses">Every BreakGlass.</param>
/// <param name="changes">ChangeRequests made under one.</param>
/// <param name="now">The moment.</param>
internal sealed class HoldPicture(IReadOnlyList<JsonElement> glasses, IReadOnlyList<JsonElement> changes, DateTimeOffset now)
{
    /// <summary>How long a BreakGlass is taken for open that the guard has said nothing about yet.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>Why the object is held; null when it is not.</summary>
    public Hold? Of(ObjectIdentity identity)
    {
        foreach (var json in glasses)
        {
            var glass = BreakGlassReader.Read(json);
            if (glass.Covers(identity, Names.Namespace) && (Open(json, glass) ?? Proposed(json, glass, identity)) is { } hold) return hold;
        }

        return null;
    }

    /// <summary>Whether any that leaves its changes has ended, so that ChangeRequests matter.</summary>
    public static bool LeavesChanges(IEnumerable<JsonElement> glasses) => glasses.Any(json => !BreakGlassReader.Read(json).Reverts);

    private Hold? Open(JsonElement json, BreakGlass glass)
    {
        if (glass.EndsNow) return null;
        if (!Json.Items(Json.At(json, "status", "conditions")).Any())
            return now < glass.Created + LongestSilence ? new(now + AskAgain, $"BreakGlass {glass.Key} has just been asked for, so it waits") : null;
        return IsOpen(json) && EndOf(json) is { } end && now < end
            ? new(end, $"it stays while BreakGlass {glass.Key} is open, until {KubernetesTimeConverter.Format(end)}")
            : null;
    }

    private Hold? Proposed(JsonElement json, BreakGlass glass, ObjectIdentity identity)
    {
        if (glass.Reverts || EndOf(json) is null) return null;
        var open = changes.FirstOrDefault(change => IsOf(change, glass, identity) && Json.TextAt(change, "status", "state") is not ("Merged" or "Closed"));
        return open.ValueKind == JsonValueKind.Undefined
            ? null
            : new(now + LookAgain, $"it stays after BreakGlass {glass.Key} while it can be proposed: kubectl gitops propose {Json.TextAt(open, "metadata", "name")}");
    }

    private static bool IsOpen(JsonElement json) => Json.Items(Json.At(json, "status", "conditions"))
        .Any(condition => Json.Text(condition, "type") == ConditionTypes.Ready && Json.Text(condition, "reason") == Reasons.Open);

    private static DateTimeOffset? EndOf(JsonElement json) => Json.TimeAt(json, "status", "expiresAt");

    private static bool IsOf(JsonElement change, BreakGlass glass, ObjectIdentity identity)
    {
        var obj = Json.At(change, "spec", "object");
        return Json.TextAt(change, "spec", "breakGlass") == glass.Key
            && new ObjectIdentity(ObjectIdentity.GroupOf(Json.Text(obj, "apiVersion")), Json.Text(obj, "kind"), Json.Text(obj, "namespace"), Json.Text(obj, "name")) == identity;
    }
}
