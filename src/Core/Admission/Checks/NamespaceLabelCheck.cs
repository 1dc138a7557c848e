namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>Nobody labels a namespace out of a policy, or into one: which policy covers it is for the lock's own people to say.</summary>
internal static class NamespaceLabelCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request is not { Operation: Operation.Update, Group: "", Resource: "namespaces", Subresource: "" or "status" or "finalize" } || judgement.MayInstall) return null;
        var name = judgement.Identity.Name;
        var moved = judgement.Snapshot.Policies.FirstOrDefault(policy =>
            policy.CoversNamespace(name, Json.LabelsOf(request.OldObject)) != policy.CoversNamespace(name, Json.LabelsOf(request.Object)));
        if (moved is null) return null;
        return Refusal.OfTheLock(judgement.With([moved]), new DenialMessage(judgement)
            .Line($"By its labels Namespace {name} would {(moved.CoversNamespace(name, Json.LabelsOf(request.Object)) ? "come under" : "get out of")} GuardPolicy {moved.Name}, so this change was denied.")
            .Line("Label it in Git, or do this as one of the installers (the chart's value installers).")
            .ToString());
    }
}
