namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// Nobody runs code of their own under an account that writes what Git declares: no pod, no workload, no debug container.
/// Controllers that make pods out of a workload that was judged itself pass.
/// </summary>
internal static class PodIdentityCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (!Concerns(request)) return null;
        var account = GuardedAccounts.Of(request.Object, request.Namespace);
        if (!GuardedAccounts.Writes(account, judgement.Snapshot) || !RunsOther(request)) return null;
        if (Proof.IsReconciler(judgement.User, judgement.Snapshot) || judgement.MayInstall || Makes(judgement)) return null;
        return Refusal.OfIdentity(
            judgement,
            $"{judgement.Identity.Display} would run under ServiceAccount {account}, which writes what Git declares, so this was denied.\n"
            + "Run it under another account, or deploy it through Git or as one of the installers.");
    }

    private static bool Concerns(AdmissionRequest request) =>
        request.Operation is Operation.Create or Operation.Update
        && request.Subresource is "" or "ephemeralcontainers" or "resize"
        && (request.Group, request.Kind) is ("", "Pod" or "ReplicationController") or ("apps", _) or ("batch", _)
        && Json.Exists(GuardedAccounts.PodSpec(request.Object));

    /// <summary>Whether the pods would be others than before.</summary>
    private static bool RunsOther(AdmissionRequest request) =>
        !Json.Same(GuardedAccounts.PodSpec(request.Object), GuardedAccounts.PodSpec(request.OldObject));

    private static bool Makes(Judgement judgement) =>
        judgement.Request.Operation == Operation.Create
        && Json.Items(Json.At(judgement.Request.Object, "metadata", "ownerReferences")).Any()
        && ControllerProfiles.MayCreate(judgement.User, judgement.Identity, judgement.Snapshot);
}
