using System.Text.Json;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// An autoscaler changes what it is pointed at, so one that targets a managed object is declared in Git as well. Operators
/// that make autoscalers of their own, once proven, may.
/// </summary>
internal static class AutoscalerCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (judgement.Managed || request.Operation is not (Operation.Create or Operation.Update) || request.Subresource.Length > 0) return null;
        if (Target(request) is not { } target || Declared(judgement.Snapshot, target, request.Namespace) is not { } identity) return null;
        if (Json.Same(Json.Member(request.OldObject, "spec"), Json.Member(request.Object, "spec"))) return null;
        if (judgement.MayInstall || Proof.IsAnyAccount(judgement.User, judgement.Snapshot)) return null;
        var parent = judgement.For(identity);
        return Refusal.Of(judgement, new DenialMessage(parent)
            .Line($"{judgement.Identity.Display} would scale {identity.Display}, which is managed by Git, so this was denied.")
            .Address()
            .Line("Declare the autoscaler in Git, beside what it scales.")
            .ToString());
    }

    private static JsonElement? Target(AdmissionRequest request) => (request.Group, request.Kind) switch
    {
        ("autoscaling", "HorizontalPodAutoscaler") or ("keda.sh", "ScaledObject") => Json.At(request.Object, "spec", "scaleTargetRef"),
        ("autoscaling.k8s.io", "VerticalPodAutoscaler") => Json.At(request.Object, "spec", "targetRef"),
        _ => null,
    };

    private static ObjectIdentity? Declared(Snapshot snapshot, JsonElement target, string ns)
    {
        var kind = Json.Text(target, "kind");
        var identity = new ObjectIdentity(
            ObjectIdentity.GroupOf(Json.Text(target, "apiVersion")), kind.Length == 0 ? "Deployment" : kind, ns, Json.Text(target, "name"));
        return snapshot.Inventory.Find(identity) is null ? null : identity;
    }
}
