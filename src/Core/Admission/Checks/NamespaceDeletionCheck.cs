namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>Deleting a namespace deletes what is in it, so a namespace with managed objects is deleted through Git alone.</summary>
internal static class NamespaceDeletionCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request is not { Operation: Operation.Delete, Group: "", Resource: "namespaces", Subresource: "" }) return null;
        var ns = judgement.Identity.Name;
        if (!judgement.Snapshot.Inventory.Namespaces.TryGetValue(ns, out var count) || judgement.Policies.IsEmpty) return null;
        if (judgement.TrustedByPolicy || judgement.Snapshot.TerminatingNamespaces.Contains(ns)) return Decision.Allow("");
        // Its GitSync's own namespace, with nothing of others in it, is judged as any of its objects.
        if (Proof.TenantOf(judgement.User, judgement.Snapshot) is { } tenant && judgement.Snapshot.Inventory.IsOnlyOf(ns, tenant.SyncNamespace, tenant.SyncName)) return null;
        var objects = count == 1 ? "1 object that is" : $"{count} objects that are";
        return Refusal.Of(judgement, new DenialMessage(judgement)
            .Line($"Namespace {ns} holds {objects} managed by Git, so this deletion was denied.")
            .Line("Remove them from Git first; the reconciler then prunes them.")
            .ToString());
    }
}
