using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// The product's own kinds say what is applied and what is locked. By inventories the guard judges: they are the reconciler's.
/// ChangeRequests are the guard's own words. Sources, syncs and policies are changed through Git, by an installer or by whom
/// a policy trusts; who opens a BreakGlass is for RBAC to say. The status of each is the product's to write.
/// </summary>
internal static class OwnKindsCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Group != Names.Group) return null;
        return request switch
        {
            { Subresource: "status" } => Status(judgement),
            { Subresource.Length: > 0 } => null,
            { Resource: "syncinventories" } => Inventory(judgement),
            { Resource: "changerequests", Operation: Operation.Create } => ChangeRequest(judgement),
            { Resource: "gitsources" or "gitsyncs" or "guardpolicies" } when !judgement.Managed => Instruction(judgement),
            _ => null,
        };
    }

    private static Decision? Status(Judgement judgement)
    {
        // Who proposes a change says so in its status.
        if (judgement.Request.Resource == "changerequests" || IsGuard(judgement)) return null;
        return MovesNothing(judgement) ? null : Refusal.Of(
            judgement,
            $"The status of {judgement.Identity.Display} is the product's word on it, so only the reconciler and the guard write it.");
    }

    private static Decision Inventory(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Operation == Operation.Delete
            && ControllerProfiles.MayDelete(judgement.User, judgement.Identity, request.OldObject, judgement.Snapshot))
        {
            return Decision.Allow("");
        }

        if (MovesNothing(judgement)) return Decision.Allow("");
        return Refusal.Of(
            judgement,
            $"{judgement.Identity.Display} says what Git declares, so only the reconciler writes it.\n"
            + "Change the GitSync, or what lies in Git.");
    }

    private static Decision ChangeRequest(Judgement judgement) => IsGuard(judgement)
        ? Decision.Allow("")
        : Refusal.Of(judgement, "A ChangeRequest is the record of a denied change, so only the guard creates one.");

    /// <summary>A source, a sync or a policy. While nothing is managed yet, whoever may by RBAC sets the product up.</summary>
    private static Decision? Instruction(Judgement judgement)
    {
        var (request, snapshot) = (judgement.Request, judgement.Snapshot);
        if (snapshot.Inventory.Count == 0 || judgement.MayInstall || MovesNothing(judgement)) return null;
        if (request.Operation == Operation.Delete
            && ControllerProfiles.MayDelete(judgement.User, judgement.Identity, request.OldObject, snapshot)) return null;
        var changes = request.Operation == Operation.Update
            ? ClosedComparison.Differences(request.OldObject, request.Object, judgement.Region(Policy.CompiledIn))
            : [];
        return Refusal.Of(judgement, new DenialMessage(judgement)
            .Line($"{judgement.Identity.Display} says what is applied or locked, so {Verb(request.Operation)} it by hand was denied.")
            .Fields(changes)
            .Line("Declare it in Git, or do this as one of the installers (the chart's value installers).")
            .ToString());
    }

    private static string Verb(Operation operation) => operation switch
    {
        Operation.Create => "creating",
        Operation.Delete => "deleting",
        _ => "changing",
    };

    /// <summary>Whether nothing closed moves: an annotation, or finalizers and owners that the garbage collector settles.</summary>
    private static bool MovesNothing(Judgement judgement) =>
        judgement.Request.Operation == Operation.Update
        && ClosedComparison.Differences(judgement.Request.OldObject, judgement.Request.Object, judgement.Region(Policy.CompiledIn)).Count == 0;

    /// <summary>Whether the guard itself asks.</summary>
    internal static bool IsGuard(Judgement judgement) =>
        Proof.IsAccount(judgement.User, $"{judgement.Snapshot.GuardNamespace}/{Names.WebhookServiceAccount}", judgement.Snapshot);
}
