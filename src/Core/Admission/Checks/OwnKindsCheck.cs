using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// By inventories the guard judges, and ChangeRequests are its own words: the first are the reconciler's to write, the second
/// the guard's to create.
/// </summary>
internal static class OwnKindsCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Group != Names.Group || request.Subresource.Length > 0) return null;
        return request switch
        {
            { Resource: "syncinventories" } => Inventory(judgement),
            { Resource: "changerequests", Operation: Operation.Create } => ChangeRequest(judgement),
            _ => null,
        };
    }

    private static Decision Inventory(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Operation == Operation.Delete
            && ControllerProfiles.MayDelete(judgement.User, judgement.Identity, request.OldObject, judgement.Snapshot))
        {
            return Decision.Allow("");
        }

        if (request.Operation == Operation.Update && OnlyCollected(judgement)) return Decision.Allow("");
        return Refusal.Of(
            judgement,
            $"{judgement.Identity.Display} says what Git declares, so only the reconciler writes it.\n"
            + "Change the GitSync, or what lies in Git.");
    }

    /// <summary>Whether nothing closed moves: an annotation, or finalizers and owners that the garbage collector settles.</summary>
    private static bool OnlyCollected(Judgement judgement) =>
        ClosedComparison.Differences(judgement.Request.OldObject, judgement.Request.Object, judgement.Region(Policy.CompiledIn)).Count == 0;

    private static Decision ChangeRequest(Judgement judgement)
    {
        var webhook = $"{judgement.Snapshot.GuardNamespace}/{Names.WebhookServiceAccount}";
        return Proof.IsAccount(judgement.User, webhook, judgement.Snapshot)
            ? Decision.Allow("")
            : Refusal.Of(judgement, "A ChangeRequest is the record of a denied change, so only the guard creates one.");
    }
}
