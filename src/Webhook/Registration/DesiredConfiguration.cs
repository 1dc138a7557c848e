using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Webhook.Certificates;
using static GitOpsGuard.Webhook.Registration.EntryWriter;

namespace GitOpsGuard.Webhook.Registration;

/// <summary>The webhooks of the guard's ValidatingWebhookConfiguration, generated from what is managed and which policies hold.</summary>
/// <param name="snapshot">What is managed, and the policies.</param>
/// <param name="identity">Certificate and path of the endpoint.</param>
/// <param name="settings">How the API server reaches the guard.</param>
/// <param name="declaredKinds">Group and plural name of the kinds that Git declares, in order.</param>
internal sealed class DesiredConfiguration(
    Snapshot snapshot, ServingIdentity identity, WebhookSettings settings, IReadOnlyList<(string Group, string Plural)> declaredKinds)
{
    private const string SystemNamespace = "kube-system";

    private static readonly MatchCondition NotDerived = new(
        "not-derived",
        "!(request.resource.resource in ['events', 'leases']) && (!(request.resource.resource in ['endpoints', 'endpointslices']) || "
        + HasId("object") + " || " + HasId("oldObject") + ")");

    private static readonly MatchCondition MetadataMoved = new(
        "metadata-moved",
        "!has(request.subResource) || request.subResource != 'status' || object == null || oldObject == null || "
        + string.Join(" || ", Moved("labels"), Moved("annotations"), Moved("finalizers"), Moved("ownerReferences")));

    private static readonly MatchCondition NotEvents = new("not-events", "!(request.resource.resource in ['events', 'leases'])");

    private static readonly MatchCondition OfComponents = new(
        "of-a-component",
        "request.userInfo.username.startsWith('system:serviceaccount:kube-system:') || request.userInfo.username.startsWith('system:node:') || "
        + "request.userInfo.username in ['system:kube-controller-manager', 'system:kube-scheduler', 'system:apiserver']");

    private static readonly MatchCondition NotOfComponents = new("not-of-a-component", $"!({OfComponents.Expression})");

    private readonly EntryWriter _writer = new(identity, settings);

    /// <summary>The entries, in order; each says in its name what it covers.</summary>
    internal JsonArray Webhooks()
    {
        var whenDown = snapshot.Enforces ? "Fail" : "Ignore";
        var managed = NamespacesWithManagedObjects();
        var system = new MatchCondition("system", $"has(request.namespace) && request.namespace in {Literals([SystemNamespace, settings.Namespace])}");
        List<JsonObject> webhooks =
        [
            Managed("managed", whenDown, Outside(except: true), [NotDerived, MetadataMoved]),
            Managed("managed-system", "Ignore", Outside(), [NotDerived, MetadataMoved, system]),
            Status(),
            .. new IdentityEntries(snapshot, _writer, settings.Namespace).All(whenDown),
            .. new SideDoorEntries(snapshot, _writer).All(whenDown, managed),
            .. new OperationEntries(snapshot, _writer).All(managed),
        ];
        webhooks.AddRange(snapshot.Policies.Where(policy => policy.Sealed).SelectMany(Sealed));
        if (snapshot.Policies.Any(policy => policy.NamespaceSelector is not null)) webhooks.Add(NamespaceLabels(whenDown));
        if (managed.Count > 0) webhooks.Add(Advice(managed));
        if (managed.Count > 0) webhooks.Add(_writer.Entry("scale", whenDown, [Rule("*", "*/scale", "UPDATE")], Namespaces(managed)));
        if (managed.Count > 0) webhooks.Add(_writer.Entry("namespaces", whenDown, [Rule("", "namespaces", "DELETE")], Namespaces(managed)));
        if (declaredKinds.Count > 0) webhooks.Add(Declared());
        return new([.. webhooks]);
    }

    private List<string> NamespacesWithManagedObjects() =>
        [.. snapshot.Inventory.Namespaces.Keys.Where(ns => ns.Length > 0 && ns != SystemNamespace && ns != settings.Namespace)];

    private JsonObject Managed(string name, string whenDown, JsonObject namespaces, MatchCondition[] conditions) => _writer.Entry(
        name, whenDown, [Rule("*", "*/*", "CREATE", "UPDATE", "DELETE")], namespaces, Marked(), conditions);

    /// <summary>Status without metadata: relied upon by every controller, so that a guard that is down never stops it.</summary>
    private JsonObject Status() => _writer.Entry(
        "status", "Ignore", [Rule("*", "*/status", "UPDATE")], [], Marked(),
        [NotDerived, new("metadata-kept", $"!({MetadataMoved.Expression})")]);

    /// <summary>
    /// Everything in a sealed namespace. What the cluster's own components write passes without the guard while it is down, so
    /// that pods start and Services get endpoints.
    /// </summary>
    private IEnumerable<JsonObject> Sealed(Policy policy)
    {
        var whenDown = policy.Mode == PolicyMode.Enforce ? "Fail" : "Ignore";
        return
        [
            Entry("sealed", whenDown, NotOfComponents),
            Entry("sealed-open", "Ignore", OfComponents),
            OperationEntries.Connections(_writer, $"sealed-connections-{policy.Name}", Selecting(policy)),
        ];

        JsonObject Entry(string name, string down, MatchCondition who) => _writer.Entry(
            $"{name}-{policy.Name}", down, [Rule("*", "*/*", "CREATE", "UPDATE", "DELETE")], Selecting(policy), conditions: [NotEvents, MetadataMoved, who]);
    }

    private static JsonObject Selecting(Policy policy)
    {
        var expressions = new List<JsonNode>();
        if (policy.Namespaces is { } names) expressions.Add(Expression(NameLabel, "In", names.Order(StringComparer.Ordinal)));
        foreach (var requirement in policy.NamespaceSelector?.Requirements ?? []) expressions.Add(Expression(requirement.Key, requirement.Operator, requirement.Values));
        return expressions.Count == 0 ? [] : new JsonObject { ["matchExpressions"] = new JsonArray([.. expressions]) };
    }

    /// <summary>What can only be warned about: it never holds a write up for long.</summary>
    private JsonObject Advice(List<string> managed) => _writer.Entry(
        "advice",
        "Ignore",
        [
            Rule("", ["configmaps", "secrets"], "CREATE", "UPDATE", "DELETE"),
            Rule("", ["services", "endpoints"], "CREATE", "UPDATE"),
            Rule("discovery.k8s.io", "endpointslices", "CREATE", "UPDATE"),
            Rule("networking.k8s.io", "networkpolicies", "CREATE", "UPDATE"),
            Rule("policy", "poddisruptionbudgets", "CREATE", "UPDATE"),
        ],
        Namespaces(managed),
        Marked("DoesNotExist"),
        [NotOfComponents],
        seconds: 1);

    private JsonObject NamespaceLabels(string whenDown) => _writer.Entry(
        "namespace-labels", whenDown, [Rule("", ["namespaces", "namespaces/status", "namespaces/finalize"], "UPDATE")], [],
        conditions: [new("labels-moved", Moved("labels"))]);

    private JsonObject Declared()
    {
        var rules = declaredKinds.GroupBy(kind => kind.Group).Select(group =>
            Rule(group.Key, [.. group.Select(kind => kind.Plural)], "CREATE"));
        return _writer.Entry("declared", "Ignore", [.. rules], []);
    }

    private JsonObject Outside(bool except = false) => Namespaces([SystemNamespace, settings.Namespace], except);

    private static JsonObject Marked(string op = "Exists") => new()
    {
        ["matchExpressions"] = new JsonArray(Expression(Names.SyncLabel, op, [])),
    };

    private static string HasId(string obj) =>
        $"({obj} != null && has({obj}.metadata.annotations) && '{Names.IdAnnotation}' in {obj}.metadata.annotations)";

    /// <summary>Whether a member of metadata differs, where absent and absent are equal.</summary>
    private static string Moved(string member) =>
        $"has(object.metadata.{member}) != has(oldObject.metadata.{member}) || "
        + $"(has(object.metadata.{member}) && object.metadata.{member} != oldObject.metadata.{member})";
}
