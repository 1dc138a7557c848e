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
        ];
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

    private JsonObject Declared()
    {
        var rules = declaredKinds.GroupBy(kind => kind.Group).Select(group =>
            Rule(group.Key, [.. group.Select(kind => kind.Plural)], "CREATE"));
        return _writer.Entry("declared", "Ignore", [.. rules], []);
    }

    private JsonObject Outside(bool except = false) => Namespaces([SystemNamespace, settings.Namespace], except);

    private static JsonObject Marked() => new()
    {
        ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = Names.SyncLabel, ["operator"] = "Exists" }),
    };

    private static string HasId(string obj) =>
        $"({obj} != null && has({obj}.metadata.annotations) && '{Names.IdAnnotation}' in {obj}.metadata.annotations)";

    /// <summary>Whether a member of metadata differs, where absent and absent are equal.</summary>
    private static string Moved(string member) =>
        $"has(object.metadata.{member}) != has(oldObject.metadata.{member}) || "
        + $"(has(object.metadata.{member}) && object.metadata.{member} != oldObject.metadata.{member})";
}
