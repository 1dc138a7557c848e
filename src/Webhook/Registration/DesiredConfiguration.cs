using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Webhook.Certificates;

namespace GitOpsGuard.Webhook.Registration;

/// <summary>The webhooks of the guard's ValidatingWebhookConfiguration, generated from what is managed and which policies hold.</summary>
/// <param name="snapshot">What is managed, and the policies.</param>
/// <param name="identity">Certificate and path of the endpoint.</param>
/// <param name="settings">How the API server reaches the guard.</param>
/// <param name="declaredKinds">Group and plural name of the kinds that Git declares, in order.</param>
internal sealed class DesiredConfiguration(
    Snapshot snapshot, ServingIdentity identity, WebhookSettings settings, IReadOnlyList<(string Group, string Plural)> declaredKinds)
{
    private const int TimeoutSeconds = 3;
    private const string NameLabel = "kubernetes.io/metadata.name";
    private const string SystemNamespace = "kube-system";

    private static readonly MatchCondition NotDerived = new(
        "not-derived",
        "!(request.resource.resource in ['events', 'leases']) && (!(request.resource.resource in ['endpoints', 'endpointslices']) || "
        + HasId("object") + " || " + HasId("oldObject") + ")");

    private static readonly MatchCondition OfReconciler = new("of-the-reconciler", $"request.name == '{Names.ReconcilerServiceAccount}'");

    private static readonly MatchCondition MetadataMoved = new(
        "metadata-moved",
        "!has(request.subResource) || request.subResource != 'status' || object == null || oldObject == null || "
        + string.Join(" || ", Moved("labels"), Moved("annotations"), Moved("finalizers"), Moved("ownerReferences")));

    /// <summary>The entries, in order; each says in its name what it covers.</summary>
    internal JsonArray Webhooks()
    {
        var enforced = snapshot.Policies.IsDefaultOrEmpty || snapshot.Policies.Any(policy => policy.Mode == PolicyMode.Enforce);
        var whenDown = enforced ? "Fail" : "Ignore";
        var outside = NamespacesWithManagedObjects();
        List<JsonObject> webhooks =
        [
            Managed("managed", whenDown, Outside("NotIn"), [NotDerived, MetadataMoved]),
            Managed("managed-system", "Ignore", Outside("In"), [NotDerived, MetadataMoved, new("system", $"has(request.namespace) && request.namespace in ['{SystemNamespace}', '{settings.Namespace}']")]),
            Status(),
            Entry(
                "own-kinds", whenDown,
                [Rule(Names.Group, "syncinventories", "CREATE", "UPDATE", "DELETE"), Rule(Names.Group, "changerequests", "CREATE")], []),
            Tokens("tokens", whenDown, settings.Namespace, [OfReconciler, new("not-a-node", "!has(request.userInfo.groups) || !('system:nodes' in request.userInfo.groups)")]),
            Tokens("tokens-of-nodes", "Ignore", settings.Namespace, [OfReconciler, new("a-node", "has(request.userInfo.groups) && 'system:nodes' in request.userInfo.groups")]),
            Tokens("tokens-of-controllers", "Ignore", SystemNamespace, []),
        ];
        if (outside.Count > 0) webhooks.Add(Entry("scale", whenDown, [Rule("*", "*/scale", "UPDATE")], In(NameLabel, outside)));
        if (outside.Count > 0) webhooks.Add(Entry("namespaces", whenDown, [Rule("", "namespaces", "DELETE")], In(NameLabel, outside)));
        if (declaredKinds.Count > 0) webhooks.Add(Declared());
        return new([.. webhooks]);
    }

    private List<string> NamespacesWithManagedObjects() =>
        [.. snapshot.Inventory.Namespaces.Keys.Where(ns => ns.Length > 0 && ns != SystemNamespace && ns != settings.Namespace)];

    private JsonObject Managed(string name, string whenDown, JsonObject namespaces, MatchCondition[] conditions) => Entry(
        name, whenDown, [Rule("*", "*/*", "CREATE", "UPDATE", "DELETE")], namespaces, Marked(), conditions);

    /// <summary>Status without metadata: relied upon by every controller, so that a guard that is down never stops it.</summary>
    private JsonObject Status() => Entry(
        "status", "Ignore", [Rule("*", "*/status", "UPDATE")], [], Marked(),
        [NotDerived, new("metadata-kept", $"!({MetadataMoved.Expression})")]);

    private JsonObject Tokens(string name, string whenDown, string ns, MatchCondition[] conditions) => Entry(
        name, whenDown, [Rule("", "serviceaccounts/token", "CREATE")], In(NameLabel, [ns]), conditions: conditions);

    private JsonObject Declared()
    {
        var rules = declaredKinds.GroupBy(kind => kind.Group).Select(group =>
            Rule(group.Key, [.. group.Select(kind => kind.Plural)], "CREATE"));
        return Entry("declared", "Ignore", [.. rules], []);
    }

    private JsonObject Entry(
        string name,
        string whenDown,
        JsonObject[] rules,
        JsonObject namespaces,
        JsonObject? objects = null,
        IEnumerable<MatchCondition>? conditions = null)
    {
        var entry = new JsonObject
        {
            ["name"] = name + Names.WebhookSuffix,
            ["clientConfig"] = ClientConfig(),
            ["rules"] = new JsonArray([.. rules]),
            ["failurePolicy"] = whenDown,
            ["matchPolicy"] = "Equivalent",
            ["namespaceSelector"] = namespaces,
            ["objectSelector"] = objects ?? [],
            ["sideEffects"] = "NoneOnDryRun",
            ["timeoutSeconds"] = TimeoutSeconds,
            ["admissionReviewVersions"] = new JsonArray("v1"),
        };
        var list = new JsonArray([.. (conditions ?? []).Select(condition => condition.ToJson())]);
        if (list.Count > 0) entry["matchConditions"] = list;
        return entry;
    }

    private JsonObject ClientConfig()
    {
        var config = new JsonObject { ["caBundle"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(identity.Authority)) };
        if (settings.Url is { } url)
        {
            config["url"] = new Uri(url, identity.Path).ToString();
            return config;
        }

        config["service"] = new JsonObject
        {
            ["namespace"] = settings.Namespace,
            ["name"] = Names.WebhookService,
            ["path"] = identity.Path,
            ["port"] = 443,
        };
        return config;
    }

    private JsonObject Outside(string op) => Expression(NameLabel, op, [SystemNamespace, settings.Namespace]);

    private static JsonObject Marked() => new()
    {
        ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = Names.SyncLabel, ["operator"] = "Exists" }),
    };

    private static JsonObject In(string label, IReadOnlyList<string> values) => Expression(label, "In", values);

    private static JsonObject Expression(string label, string op, IReadOnlyList<string> values) => new()
    {
        ["matchExpressions"] = new JsonArray(new JsonObject
        {
            ["key"] = label,
            ["operator"] = op,
            ["values"] = new JsonArray([.. values.Select(value => (JsonNode)value)]),
        }),
    };

    private static JsonObject Rule(string group, string resource, params string[] operations) => Rule(group, [resource], operations);

    private static JsonObject Rule(string group, string[] resources, params string[] operations) => new()
    {
        ["apiGroups"] = new JsonArray(group),
        ["apiVersions"] = new JsonArray("*"),
        ["operations"] = new JsonArray([.. operations.Select(operation => (JsonNode)operation)]),
        ["resources"] = new JsonArray([.. resources.Select(resource => (JsonNode)resource)]),
        ["scope"] = "*",
    };

    private static string HasId(string obj) =>
        $"({obj} != null && has({obj}.metadata.annotations) && '{Names.IdAnnotation}' in {obj}.metadata.annotations)";

    /// <summary>Whether a member of metadata differs, where absent and absent are equal.</summary>
    private static string Moved(string member) =>
        $"has(object.metadata.{member}) != has(oldObject.metadata.{member}) || "
        + $"(has(object.metadata.{member}) && object.metadata.{member} != oldObject.metadata.{member})";

    private sealed record MatchCondition(string Name, string Expression)
    {
        internal JsonObject ToJson() => new JsonObject { ["name"] = Name, ["expression"] = Expression };
    }
}
