using System.Text.Json;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// An object that Git does not declare may change how a managed workload runs: by selecting its pods, by adding to its
/// Service, or since its pods read it. Whoever writes one is told; it is never denied for that.
/// </summary>
internal static class AdviceCheck
{
    private const string ServiceLabel = "kubernetes.io/service-name";

    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (judgement.Managed || request.Subresource.Length > 0 || Affected(request, judgement.Snapshot) is not var (what, affected)) return null;
        var managed = judgement.For(affected);
        if (managed.Policies.IsEmpty || managed.TrustedByPolicy || managed.Policies[0].Mode == PolicyMode.Audit) return null;
        return Decision.Allow("", Refusal.Warning($"{judgement.Identity.Display} {what} {affected.Display}, which is managed by Git"));
    }

    private static (string What, ObjectIdentity Affected)? Affected(AdmissionRequest request, Snapshot snapshot) => (request.Group, request.Kind) switch
    {
        ("", "ConfigMap" or "Secret") => Read(request, snapshot),
        ("", "Service") => Selecting(request, snapshot, Selector("selector"), selector => Labels(selector)),
        ("networking.k8s.io", "NetworkPolicy") => Selecting(request, snapshot, Selector("podSelector"), LabelSelector.Read),
        ("policy", "PodDisruptionBudget") => Selecting(request, snapshot, Selector("selector"), LabelSelector.Read),
        ("", "Endpoints") when request.Operation == Operation.Create => OfService(request, snapshot, request.Target.Name),
        ("discovery.k8s.io", "EndpointSlice") when ServiceOf(request.Object) is var name && name != ServiceOf(request.OldObject) => OfService(request, snapshot, name),
        _ => null,
    };

    /// <summary>A workload whose pods read the object, where what they read changes.</summary>
    private static (string, ObjectIdentity)? Read(AdmissionRequest request, Snapshot snapshot)
    {
        if (Stays("data") && Stays("binaryData")) return null;
        var name = request.Target.Name;
        var reader = snapshot.Inventory.WorkloadsOf(request.Namespace).FirstOrDefault(workload => workload.Pods!.Reads(request.Kind, name));
        return reader is null ? null : ("is read by the pods of", reader.Identity);

        bool Stays(string member) => Json.Same(Json.Member(request.OldObject, member), Json.Member(request.Object, member));
    }

    /// <summary>A workload whose pods a new selector selects.</summary>
    private static (string, ObjectIdentity)? Selecting(
        AdmissionRequest request, Snapshot snapshot, Func<JsonElement, JsonElement> selectorOf, Func<JsonElement, LabelSelector?> read)
    {
        var selector = selectorOf(request.Object);
        if (!Json.Exists(selector) || Json.Same(selector, selectorOf(request.OldObject)) || read(selector) is not { } labels) return null;
        var selected = snapshot.Inventory.WorkloadsOf(request.Namespace).FirstOrDefault(workload => labels.Matches(workload.Pods!.Label));
        return selected is null ? null : ("selects the pods of", selected.Identity);
    }

    private static (string, ObjectIdentity)? OfService(AdmissionRequest request, Snapshot snapshot, string name)
    {
        var service = new ObjectIdentity("", "Service", request.Namespace, name);
        return snapshot.Inventory.Find(service) is null ? null : ("adds addresses to", service);
    }

    private static Func<JsonElement, JsonElement> Selector(string name) => obj => Json.At(obj, "spec", name);

    /// <summary>The selector of a Service; without labels it selects nothing.</summary>
    private static LabelSelector? Labels(JsonElement selector)
    {
        LabelSelector labels = new([.. Json.TextMembers(selector).Select(label => new LabelSelector.Requirement(label.Key, "In", [label.Value]))]);
        return labels.Requirements.IsEmpty ? null : labels;
    }

    private static string ServiceOf(JsonElement slice) => Json.TextAt(slice, "metadata", "labels", ServiceLabel);
}
