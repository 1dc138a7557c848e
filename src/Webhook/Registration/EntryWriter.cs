using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Webhook.Certificates;

namespace GitOpsGuard.Webhook.Registration;

/// <summary>Writes entries of the guard's ValidatingWebhookConfiguration.</summary>
/// <param name="identity">Certificate and path of the endpoint.</param>
/// <param name="settings">How the API server reaches the guard.</param>
internal sealed class EntryWriter(ServingIdentity identity, WebhookSettings settings)
{
    private const int TimeoutSeconds = 3;
    internal const string NameLabel = "kubernetes.io/metadata.name";

    /// <summary>One entry.</summary>
    /// <param name="name">Its name, which says what it covers.</param>
    /// <param name="whenDown"><c>Fail</c> or <c>Ignore</c>.</param>
    /// <param name="rules">Operations and resources.</param>
    /// <param name="namespaces">Namespace selector; empty for all and the cluster-scoped objects.</param>
    /// <param name="objects">Object selector; null for all.</param>
    /// <param name="conditions">CEL conditions, all of which must hold.</param>
    /// <param name="seconds">How long the API server waits for an answer.</param>
    internal JsonObject Entry(
        string name,
        string whenDown,
        JsonObject[] rules,
        JsonObject namespaces,
        JsonObject? objects = null,
        IEnumerable<MatchCondition>? conditions = null,
        int seconds = TimeoutSeconds)
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
            ["timeoutSeconds"] = seconds,
            ["admissionReviewVersions"] = new JsonArray("v1"),
        };
        var list = new JsonArray([.. (conditions ?? []).Select(condition => condition.ToJson())]);
        if (list.Count > 0) entry["matchConditions"] = list;
        return entry;
    }

    /// <summary>Some operations on one resource, or on several of a group.</summary>
    internal static JsonObject Rule(string group, string resource, params string[] operations) => Rule(group, [resource], operations);

    /// <inheritdoc cref="Rule(string,string,string[])"/>
    internal static JsonObject Rule(string group, IReadOnlyList<string> resources, params string[] operations) => new()
    {
        ["apiGroups"] = new JsonArray(group),
        ["apiVersions"] = new JsonArray("*"),
        ["operations"] = Strings(operations),
        ["resources"] = Strings(resources),
        ["scope"] = "*",
    };

    /// <summary>Selects namespaces by name.</summary>
    internal static JsonObject Namespaces(IEnumerable<string> names, bool except = false) => new()
    {
        ["matchExpressions"] = new JsonArray(Expression(NameLabel, except ? "NotIn" : "In", names)),
    };

    /// <summary>One requirement of a selector.</summary>
    internal static JsonObject Expression(string key, string op, IEnumerable<string> values)
    {
        var expression = new JsonObject { ["key"] = key, ["operator"] = op };
        var list = Strings(values);
        if (list.Count > 0) expression["values"] = list;
        return expression;
    }

    /// <summary>A list of CEL strings.</summary>
    internal static string Literals(IEnumerable<string> texts) =>
        $"[{string.Join(", ", texts.Select(text => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'"))}]";

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

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
}
