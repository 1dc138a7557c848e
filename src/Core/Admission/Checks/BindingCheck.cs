namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>A binding places a pod on a node; its labels and annotations would become the pod's, so a managed pod is bound without any.</summary>
internal static class BindingCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request is not { Operation: Operation.Create, Group: "" } || (request.Subresource != "binding" && request.Resource != "bindings")) return null;
        var (ns, name) = request.Target;
        var pod = judgement.For(new("", "Pod", ns, name));
        if (!pod.Managed || pod.TrustedByPolicy || Proof.IsCertified(judgement.User, "system:kube-scheduler")) return null;
        var metadata = Json.Member(request.Object, "metadata");
        if (!Json.TextMembers(Json.Member(metadata, "labels")).Concat(Json.TextMembers(Json.Member(metadata, "annotations"))).Any()) return null;
        return Refusal.Of(pod, new DenialMessage(pod)
            .Line($"{pod.Standing}, and the labels and annotations of this binding would become its own, so this was denied.")
            .Address()
            .Line("Bind the pod without them, or declare them in Git.")
            .ToString());
    }
}
