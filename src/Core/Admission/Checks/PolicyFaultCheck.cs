namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>A GuardPolicy that cannot be read, or that would lock the cluster out, is refused with the reason, whoever writes it.</summary>
internal static class PolicyFaultCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request is not { Group: Names.Group, Resource: "guardpolicies", Subresource: "", Operation: Operation.Create or Operation.Update }) return null;
        // What is being deleted, or only labelled, is not judged anew.
        if (Json.Same(Json.Member(request.OldObject, "spec"), Json.Member(request.Object, "spec")) && request.Operation == Operation.Update) return null;
        var faults = PolicyFaults.Of(request.Object, judgement.Snapshot);
        if (faults.Count == 0) return null;
        return Refusal.Always($"{judgement.Identity.Display} was refused:\n{string.Join('\n', faults.Select(fault => $"  {fault}"))}");
    }
}
