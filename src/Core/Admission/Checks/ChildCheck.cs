using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// Pods, replica sets and jobs of a managed workload are made of what Git declares: people may delete them, which restarts
/// them, but not change what they run. Controllers and operators, once proven, may.
/// </summary>
internal static class ChildCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (judgement.Managed || request.Operation != Operation.Update || request.Subresource is not ("" or "scale" or "resize")) return null;
        if (Owners.ManagedOf(judgement.Identity, request.OldObject, judgement.Snapshot) is not { } owner) return null;
        if (judgement.MayInstall || !IsPerson(judgement)) return null;
        var changes = Changes(judgement);
        if (changes.Count == 0) return null;
        var parent = judgement.For(owner);
        return Refusal.Of(parent, new DenialMessage(parent)
            .Line($"{judgement.Identity.Display} belongs to {owner.Display}, which is managed by Git, so this change was denied.")
            .Fields(changes)
            .Address(changes)
            .Line("To make this change, edit the workload in Git; to restart it, delete the pod.")
            .ToString());
    }

    private static bool IsPerson(Judgement judgement)
    {
        var user = judgement.User;
        return !Proof.IsAnyAccount(user, judgement.Snapshot) && !Proof.IsApiServer(user) && !Proof.IsKubelet(user)
            && !Proof.IsCertified(user, "system:kube-controller-manager") && !Proof.IsCertified(user, "system:kube-scheduler");
    }

    private static IReadOnlyList<FieldDifference> Changes(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Subresource == "scale") return ScaleChange.Of(request) is { } change ? [change] : [];
        return [.. ClosedComparison.Differences(request.OldObject, request.Object, judgement.Region(Policy.CompiledIn)).Where(IsOfSpec)];
    }

    /// <summary>The spec, and the owners: a pod that is taken from its owner is no longer what Git declares.</summary>
    private static bool IsOfSpec(FieldDifference change) => change.Path.Elements is
        [PathElement.Field("spec"), ..] or [PathElement.Field("metadata"), PathElement.Field("ownerReferences"), ..];
}
