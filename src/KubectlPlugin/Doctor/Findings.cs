using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Doctor;

/// <summary>Looks for who could get around the lock. The product's own accounts are left out. Pure.</summary>
internal static class Findings
{
    private const string Authentication = "authentication.k8s.io";
    private const string Registration = "admissionregistration.k8s.io";
    private const string CredentialId = "userextras/authentication.kubernetes.io/credential-id";

    /// <summary>Everything that was found, ways that nobody could take left out.</summary>
    public static IReadOnlyList<Finding> Of(Rbac rbac, IEnumerable<KindObject<GuardPolicySpec, GuardPolicyStatus>> policies) =>
    [
        .. Identity(rbac).Concat(policies.SelectMany(policy => Trust(rbac, policy))).Concat(Cluster(rbac))
            .Select(finding => finding with { Holders = [.. finding.Holders.Where(holder => !IsOwn(holder))] })
            .Where(finding => finding.Holders.Count > 0),
    ];

    private static IEnumerable<Finding> Identity(Rbac rbac)
    {
        yield return new(
            "forge the identity of the reconciler",
            "impersonate its ServiceAccount with uids and userextras",
            rbac.HoldersOf(
                Impersonate(Names.Namespace, Names.ReconcilerServiceAccount),
                new Right("impersonate", Authentication, "uids"),
                new Right("impersonate", Authentication, CredentialId)));
    }

    /// <summary>What a policy trusts by name may be claimed by whoever may impersonate that name.</summary>
    private static IEnumerable<Finding> Trust(Rbac rbac, KindObject<GuardPolicySpec, GuardPolicyStatus> policy)
    {
        foreach (var writer in policy.Spec.Trusted ?? [])
        {
            var what = $"pass as {{0}}, which GuardPolicy {policy.Metadata.Name} trusts";
            if (writer is { ServiceAccount: { } account, Impersonated: true })
                yield return new(string.Format(null, what, $"ServiceAccount {account.Namespace}/{account.Name}"), "impersonate it, which is enough where impersonated is true", rbac.HoldersOf(Impersonate(account.Namespace, account.Name)));
            if (writer.User is { } user)
                yield return new(string.Format(null, what, $"user {user}"), "impersonate the user", rbac.HoldersOf(new Right("impersonate", "", "users", user)));
            if (writer.Group is { } group)
                yield return new(string.Format(null, what, $"a member of group {group}"), "impersonate the group", rbac.HoldersOf(new Right("impersonate", "", "groups", group)));
        }
    }

    private static IEnumerable<Finding> Cluster(Rbac rbac)
    {
        yield return new(
            "weaken the registration of the guard, until it is restored", "patch ValidatingWebhookConfigurations",
            rbac.HoldersOf(new Right("patch", Registration, "validatingwebhookconfigurations", Names.WebhookConfiguration)));
        yield return new(
            "rewrite what the reconciler writes", "create MutatingWebhookConfigurations",
            rbac.HoldersOf(new Right("create", Registration, "mutatingwebhookconfigurations")));
        yield return new(
            "change what runs through the kubelets", "create nodes/proxy",
            rbac.HoldersOf(new Right("create", "", "nodes/proxy")));
    }

    private static Right Impersonate(string ns, string account) => new("impersonate", "", "serviceaccounts", account, ns);

    private static bool IsOwn(Holder holder) =>
        holder is { Kind: "ServiceAccount", Name: $"{Names.Namespace}/{Names.ReconcilerServiceAccount}" or $"{Names.Namespace}/{Names.WebhookServiceAccount}" };
}
