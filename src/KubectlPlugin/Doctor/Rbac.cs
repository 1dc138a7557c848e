using System.Text.Json;
using GitOpsGuard.Core;

namespace GitOpsGuard.KubectlPlugin.Doctor;

/// <summary>The roles and bindings of a cluster: who holds which rights. Pure.</summary>
/// <param name="roles">ClusterRoles and Roles.</param>
/// <param name="bindings">ClusterRoleBindings and RoleBindings.</param>
internal sealed class Rbac(IEnumerable<JsonElement> roles, IReadOnlyList<JsonElement> bindings)
{
    private readonly Dictionary<(string Namespace, string Name), List<JsonElement>> _rules = roles.ToDictionary(
        role => (Json.TextAt(role, "metadata", "namespace"), Json.TextAt(role, "metadata", "name")),
        role => Json.Items(Json.Member(role, "rules")).ToList());

    /// <summary>Who holds all of these rights, each by the first binding that gives the first of them; in order.</summary>
    public IReadOnlyList<Holder> HoldersOf(params IReadOnlyList<Right> rights)
    {
        var held = rights.Select(right => Holders(right).ToList()).ToList();
        return
        [
            .. held[0]
                .DistinctBy(holder => (holder.Kind, holder.Name))
                .Where(holder => held.TrueForAll(others => others.Exists(other => (other.Kind, other.Name) == (holder.Kind, holder.Name))))
                .OrderBy(holder => holder.Kind, StringComparer.Ordinal).ThenBy(holder => holder.Name, StringComparer.Ordinal),
        ];
    }

    private IEnumerable<Holder> Holders(Right right) =>
        from binding in bindings
        let ns = Json.TextAt(binding, "metadata", "namespace")
        where ns.Length == 0 || ns == right.Namespace
        where RulesOf(binding, ns).Exists(right.IsIn)
        let name = $"{(ns.Length == 0 ? "ClusterRoleBinding " : $"RoleBinding {ns}/")}{Json.TextAt(binding, "metadata", "name")}"
        from subject in Json.Items(Json.Member(binding, "subjects"))
        let isAccount = Json.Text(subject, "kind") == "ServiceAccount"
        let account = $"{(Json.Text(subject, "namespace") is { Length: > 0 } given ? given : ns)}/{Json.Text(subject, "name")}"
        select new Holder(Json.Text(subject, "kind"), isAccount ? account : Json.Text(subject, "name"), name);

    private List<JsonElement> RulesOf(JsonElement binding, string ns)
    {
        var isCluster = Json.TextAt(binding, "roleRef", "kind") == "ClusterRole";
        return _rules.GetValueOrDefault((isCluster ? "" : ns, Json.TextAt(binding, "roleRef", "name"))) ?? [];
    }
}
