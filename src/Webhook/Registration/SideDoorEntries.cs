using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using static GitOpsGuard.Webhook.Registration.EntryWriter;

namespace GitOpsGuard.Webhook.Registration;

/// <summary>The entries for objects that carry no marker, but by which managed objects would change or go.</summary>
internal sealed class SideDoorEntries(Snapshot snapshot, EntryWriter writer)
{
    private static readonly string[] OwnStatuses =
        ["gitsources/status", "gitsyncs/status", "syncinventories/status", "guardpolicies/status"];

    /// <summary>Kubelets, controllers and schedulers change much of a pod, but not what it runs.</summary>
    private static readonly MatchCondition SpecMoved = new(
        "spec-moved",
        "has(request.subResource) && request.subResource == 'resize' || object.spec != oldObject.spec || "
        + "has(object.metadata.ownerReferences) != has(oldObject.metadata.ownerReferences) || "
        + "(has(object.metadata.ownerReferences) && object.metadata.ownerReferences != oldObject.metadata.ownerReferences)");

    internal IEnumerable<JsonObject> All(string whenDown, IReadOnlyList<string> managed)
    {
        yield return writer.Entry(
            "own-kinds",
            whenDown,
            [
                Rule(Names.Group, ["syncinventories", "gitsources", "gitsyncs", "breakglasses"], "CREATE", "UPDATE", "DELETE"),
                Rule(Names.Group, "breakglasses/status", "UPDATE"),
                Rule(Names.Group, "changerequests", "CREATE"),
            ],
            []);
        // Who must get in while the guard is down can switch its policies to Audit; and what it says of itself waits for nobody.
        yield return writer.Entry(
            "own-kinds-open",
            "Ignore",
            [Rule(Names.Group, "guardpolicies", "CREATE", "UPDATE", "DELETE"), Rule(Names.Group, OwnStatuses, "UPDATE")],
            []);
        yield return Definitions(whenDown);
        if (snapshot.EngineInputs.Count > 0) yield return EngineInputs(whenDown);
        if (managed.Count == 0) yield break;
        yield return Autoscalers(managed);
        yield return writer.Entry(
            "children",
            whenDown,
            [Rule("", ["pods", "pods/resize"], "UPDATE"), Rule("apps", "replicasets", "UPDATE"), Rule("batch", "jobs", "UPDATE")],
            Namespaces(managed),
            conditions: [SpecMoved]);
    }

    private JsonObject Definitions(string whenDown)
    {
        var groups = snapshot.Inventory.Kinds.Select(kind => kind.Group).Append(Names.Group)
            .Where(group => group.Contains('.', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return writer.Entry(
            "definitions",
            whenDown,
            [
                Rule("apiextensions.k8s.io", "customresourcedefinitions", "UPDATE", "DELETE"),
                Rule("apiregistration.k8s.io", "apiservices", "UPDATE", "DELETE"),
            ],
            [],
            conditions: [new("of-managed-kinds", $"has(oldObject.spec.group) && oldObject.spec.group in {Literals(groups)}")]);
    }

    private JsonObject EngineInputs(string whenDown)
    {
        var inputs = snapshot.EngineInputs.Keys;
        return writer.Entry(
            "engine-inputs",
            whenDown,
            [Rule("", ["secrets", "configmaps"], "CREATE", "UPDATE", "DELETE")],
            Namespaces(inputs.Select(input => input.Namespace).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            conditions: [new("read-by-the-engine", $"has(request.name) && request.name in {Literals(inputs.Select(input => input.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}")]);
    }

    private JsonObject Autoscalers(IReadOnlyList<string> managed) => writer.Entry(
        "autoscalers",
        "Ignore",
        [
            Rule("autoscaling", "horizontalpodautoscalers", "CREATE", "UPDATE"),
            Rule("autoscaling.k8s.io", "verticalpodautoscalers", "CREATE", "UPDATE"),
            Rule("keda.sh", "scaledobjects", "CREATE", "UPDATE"),
        ],
        Namespaces(managed));
}
