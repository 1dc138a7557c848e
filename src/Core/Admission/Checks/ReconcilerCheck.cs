namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>The reconciler, proven, passes. One that may be proven within moments is asked to wait.</summary>
internal static class ReconcilerCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        if (Proof.IsReconciler(judgement.User, judgement.Snapshot)) return Decision.Allow("");
        if (!Proof.MayBecomeReconciler(judgement.User, judgement.Snapshot)) return null;
        return Refusal.Always(
            $"Pod {judgement.User.PodName} claims to be the reconciler, but its identity is not yet known.\n"
            + "The guard has not seen this pod running under the live account; try again in a moment.") with { IdentityPending = true };
    }
}
