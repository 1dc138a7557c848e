using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using static GitOpsGuard.Webhook.Registration.EntryWriter;

namespace GitOpsGuard.Webhook.Registration;

/// <summary>The entries through which nobody takes over an identity that writes what Git declares.</summary>
internal sealed class IdentityEntries(Snapshot snapshot, EntryWriter writer, string guardNamespace)
{
    private const string SystemNamespace = "kube-system";

    private static readonly string[] PodsByHand = ["pods", "pods/ephemeralcontainers", "pods/resize", "replicationcontrollers"];
    private static readonly string[] Connections = ["pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "services/proxy"];

    private static readonly MatchCondition OfReconciler = new("of-the-reconciler", $"request.name == '{Names.ReconcilerServiceAccount}'");
    private static readonly MatchCondition NotANode = new("not-a-node", "!has(request.userInfo.groups) || !('system:nodes' in request.userInfo.groups)");
    private static readonly MatchCondition ANode = new("a-node", "has(request.userInfo.groups) && 'system:nodes' in request.userInfo.groups");
    private static readonly MatchCondition OfTokens = new("of-a-token", "has(object.type) && object.type == 'kubernetes.io/service-account-token'");

    internal IEnumerable<JsonObject> All(string whenDown)
    {
        var trusted = TrustedNamespaces();
        yield return Tokens("tokens", whenDown, [guardNamespace], OfReconciler, NotANode);
        yield return Tokens("tokens-of-nodes", "Ignore", [guardNamespace, .. trusted], ANode);
        yield return Tokens("tokens-of-controllers", "Ignore", [SystemNamespace]);
        yield return writer.Entry(
            "token-secrets", whenDown, [Rule("", "secrets", "CREATE", "UPDATE")], Namespaces([guardNamespace, .. trusted]), conditions: [OfTokens]);
        // Its own pods must come up while the guard is down.
        yield return Pods("pods", "Ignore", [guardNamespace]);
        yield return writer.Entry("connections", "Ignore", [Rule("", Connections, "CONNECT")], Namespaces([guardNamespace]));
        yield return writer.Entry("certificates", whenDown, [Rule("certificates.k8s.io", "certificatesigningrequests", "CREATE")], []);
        if (trusted.Count == 0) yield break;
        yield return Tokens("tokens-of-trusted", whenDown, trusted, NotANode);
        yield return Pods("pods-of-trusted", "Ignore", trusted);
    }

    /// <summary>Namespaces of accounts that a policy trusts, but for those that other entries cover.</summary>
    private List<string> TrustedNamespaces() =>
    [
        .. snapshot.Policies.SelectMany(policy => policy.TrustedAccounts)
            .Select(account => account.Split('/')[0])
            .Where(ns => ns != guardNamespace && ns != SystemNamespace)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private JsonObject Tokens(string name, string whenDown, IEnumerable<string> namespaces, params MatchCondition[] conditions) => writer.Entry(
        name, whenDown, [Rule("", "serviceaccounts/token", "CREATE")], Namespaces(namespaces), conditions: conditions);

    private JsonObject Pods(string name, string whenDown, IEnumerable<string> namespaces) => writer.Entry(
        name,
        whenDown,
        [
            Rule("", PodsByHand, "CREATE", "UPDATE"),
            Rule("apps", ["deployments", "replicasets", "statefulsets", "daemonsets"], "CREATE", "UPDATE"),
            Rule("batch", ["jobs", "cronjobs"], "CREATE", "UPDATE"),
        ],
        Namespaces(namespaces));
}
