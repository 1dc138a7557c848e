using System.Text.Json.Nodes;
using GitOpsGuard.Core.Admission;
using static GitOpsGuard.Webhook.Registration.EntryWriter;

namespace GitOpsGuard.Webhook.Registration;

/// <summary>
/// The entries for operations that change no field: connections, debug containers, evictions. While the guard is down they
/// pass, so that nodes can be drained, unless a policy that enforces forbids them.
/// </summary>
internal sealed class OperationEntries(Snapshot snapshot, EntryWriter writer)
{
    private static readonly string[] OfPods = ["pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "services/proxy"];

    internal IEnumerable<JsonObject> All(IReadOnlyList<string> managed)
    {
        if (managed.Count == 0) yield break;
        yield return Connections(writer, "connections-of-managed", Namespaces(managed));
        yield return writer.Entry("connections-of-nodes", "Ignore", [Rule("", "nodes/proxy", "CONNECT")], []);
        yield return writer.Entry("bindings", "Ignore", [Rule("", ["pods/binding", "bindings"], "CREATE")], Namespaces(managed));
        yield return writer.Entry(
            "debug-containers", WhenDown(operations => operations.EphemeralContainers), [Rule("", "pods/ephemeralcontainers", "UPDATE")], Namespaces(managed));
        yield return writer.Entry("evictions", WhenDown(operations => operations.Eviction), [Rule("", "pods/eviction", "CREATE")], Namespaces(managed));
    }

    /// <summary>Shells, forwarded ports and proxies of pods and services. A shell in a pod may be what heals the cluster.</summary>
    internal static JsonObject Connections(EntryWriter writer, string name, JsonObject namespaces) =>
        writer.Entry(name, "Ignore", [Rule("", OfPods, "CONNECT")], namespaces);

    private string WhenDown(Func<Operations, Permission> rule) =>
        snapshot.Policies.Any(policy => policy.Mode == PolicyMode.Enforce && rule(policy.Operations) == Permission.Deny) ? "Fail" : "Ignore";
}
