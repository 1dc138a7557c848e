namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>Nobody gets into a pod of the guard or the reconciler, where their tokens lie.</summary>
internal static class ConnectionCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Operation != Operation.Connect || request.Namespace != judgement.Snapshot.GuardNamespace || judgement.MayInstall) return null;
        return Refusal.OfIdentity(
            judgement,
            $"{request.Resource}/{request.Subresource} into namespace {request.Namespace} was denied: the tokens of the guard and the reconciler lie there.\n"
            + $"Read their logs instead:\n  kubectl logs -n {request.Namespace} {(request.Resource == "pods" ? request.Name : "deployment/" + Names.WebhookService)}");
    }
}
