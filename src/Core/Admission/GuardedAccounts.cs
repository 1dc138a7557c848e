using System.Text.Json;

namespace GitOpsGuard.Core.Admission;

/// <summary>Accounts whose identity passes the lock, so that whoever could take it would pass as well. Named as <c>namespace/name</c>.</summary>
internal static class GuardedAccounts
{
    /// <summary>Whether the account writes what Git declares: the product's own, and those that a policy trusts.</summary>
    internal static bool Writes(string account, Snapshot snapshot) =>
        account == Proof.ReconcilerAccount(snapshot)
        || account == $"{snapshot.GuardNamespace}/{Names.WebhookServiceAccount}"
        || snapshot.Policies.Any(policy => policy.TrustedAccounts.Contains(account));

    /// <summary>Whether a token of the account is worth guarding: it writes, or a profile lets it do a part of that.</summary>
    internal static bool Holds(string account, Snapshot snapshot) =>
        Writes(account, snapshot) || ControllerProfiles.Names(account);

    /// <summary>Whether nobody may act under the user's name but the user: an account, or a name or group that is trusted.</summary>
    internal static bool Trusts(string user, IEnumerable<string> groups, Snapshot snapshot) =>
        user.StartsWith("system:serviceaccount:", StringComparison.Ordinal)
        || user is "system:apiserver" or "system:kube-controller-manager" or "system:kube-scheduler"
        || Proof.NamesAddonManager(user)
        || snapshot.Policies.Any(policy => policy.TrustedUsers.Contains(user) || groups.Any(policy.TrustedGroups.Contains));

    /// <summary>The account under which the pods of a pod, workload or template run; <c>default</c> where it names none.</summary>
    internal static string Of(JsonElement obj, string ns)
    {
        var spec = PodSpec(obj);
        var name = Json.Text(spec, "serviceAccountName");
        if (name.Length == 0) name = Json.Text(spec, "serviceAccount");
        return $"{ns}/{(name.Length == 0 ? "default" : name)}";
    }

    /// <summary>The pod spec of a pod, a workload or a cron job; undefined when it has none.</summary>
    internal static JsonElement PodSpec(JsonElement obj)
    {
        var spec = Json.Member(obj, "spec");
        var template = Json.Member(spec, "jobTemplate");
        if (Json.Exists(template)) spec = Json.Member(template, "spec");
        template = Json.Member(spec, "template");
        return Json.Exists(template) ? Json.Member(template, "spec") : spec;
    }
}
