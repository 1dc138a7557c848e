namespace GitOpsGuard.Core.Admission;

/// <summary>Who a user is by proof, never by its name alone: names can be impersonated.</summary>
public static class Proof
{
    private const string AccountPrefix = "system:serviceaccount:";

    /// <summary>The ServiceAccount that the user's name claims, as <c>namespace/name</c>; null when it claims none.</summary>
    public static string? ClaimedAccount(UserInfo user) => ClaimedAccount(user.Name);

    /// <summary>The ServiceAccount of which a name is the user name, as <c>namespace/name</c>; null when it is of none.</summary>
    internal static string? ClaimedAccount(string user)
    {
        if (!user.StartsWith(AccountPrefix, StringComparison.Ordinal)) return null;
        return user[AccountPrefix.Length..].Split(':') is [{ Length: > 0 } ns, { Length: > 0 } name] ? $"{ns}/{name}" : null;
    }

    /// <summary>Whether the user is the live ServiceAccount <paramref name="account"/> (<c>namespace/name</c>) with a token that the server issued.</summary>
    public static bool IsAccount(UserInfo user, string account, Snapshot snapshot) =>
        user.HasToken && user.Uid.Length > 0 && ClaimedAccount(user) == account
        && snapshot.Accounts.TryGetValue(account, out var uid) && uid == user.Uid;

    /// <summary>Whether the user is any live ServiceAccount with a token that the server issued.</summary>
    public static bool IsAnyAccount(UserInfo user, Snapshot snapshot) =>
        ClaimedAccount(user) is { } account && IsAccount(user, account, snapshot);

    /// <summary>Whether the user is the reconciler: the account, and a token bound to a live pod that runs under it.</summary>
    public static bool IsReconciler(UserInfo user, Snapshot snapshot) =>
        IsAccount(user, ReconcilerAccount(snapshot), snapshot)
        && snapshot.Pods.TryGetValue(user.PodUid, out var pod)
        && pod.Name == user.PodName && pod.ServiceAccount == Names.ReconcilerServiceAccount;

    /// <summary>
    /// Whether the user carries all that the reconciler carries, but for a pod or an account that is not, or not yet, known:
    /// the caches may catch up within moments.
    /// </summary>
    public static bool MayBecomeReconciler(UserInfo user, Snapshot snapshot)
    {
        if (!user.HasToken || user.Uid.Length == 0 || user.PodUid.Length == 0 || user.PodName.Length == 0) return false;
        return ClaimedAccount(user) == ReconcilerAccount(snapshot) && !IsReconciler(user, snapshot);
    }

    /// <summary>The tenant whose token the user carries, where the GitSync still names the account; null when it is none.</summary>
    public static Tenant? TenantOf(UserInfo user, Snapshot snapshot)
    {
        if (!user.HasToken || !snapshot.Tenants.TryGetValue(TenantLedger.DigestOf(user.TokenId), out var tenant)) return null;
        var named = snapshot.TenantAccounts.GetValueOrDefault($"{tenant.SyncNamespace}/{tenant.SyncName}");
        return named == tenant.Account && IsAccount(user, tenant.Account, snapshot) ? tenant : null;
    }

    /// <summary>Whether the user is a component that authenticates with a client certificate of exactly this name.</summary>
    public static bool IsCertified(UserInfo user, string name) => user.HasCertificate && user.Name == name;

    /// <summary>Whether the user is a kubelet.</summary>
    public static bool IsKubelet(UserInfo user) =>
        user.HasCertificate && user.Name.StartsWith("system:node:", StringComparison.Ordinal) && user.Groups.Contains("system:nodes");

    /// <summary>Whether the user is the addon manager of EKS or GKE: by certificate, or by the UID that impersonation leaves empty.</summary>
    public static bool IsAddonManager(UserInfo user) => NamesAddonManager(user.Name) && (user.HasCertificate || user.Uid.Length > 0);

    /// <summary>Whether a user name is that of an addon manager.</summary>
    internal static bool NamesAddonManager(string user) => user is "eks:addon-manager" or "system:addon-manager";

    /// <summary>Whether the user is the API server itself.</summary>
    public static bool IsApiServer(UserInfo user) => user.Name == "system:apiserver" && user.Uid.Length > 0;

    /// <summary>The reconciler's account as <c>namespace/name</c>.</summary>
    public static string ReconcilerAccount(Snapshot snapshot) => $"{snapshot.GuardNamespace}/{Names.ReconcilerServiceAccount}";
}
