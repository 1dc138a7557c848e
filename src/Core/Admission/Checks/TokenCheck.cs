namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// A token for the reconciler, or for an account that a policy or a profile trusts, is handed to nobody but the controller
/// manager and the kubelet of the pod's node. A dry run returns a working token, so it is denied as well.
/// </summary>
internal static class TokenCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request is not { Resource: "serviceaccounts", Group: "", Subresource: "token" }) return null;
        var account = $"{request.Namespace}/{request.Name}";
        if (!Guarded(account, judgement.Snapshot) || MayMint(judgement)) return Decision.Allow("");
        return Refusal.Always(
            $"ServiceAccount {account} writes what Git declares, so a token for it was denied.\n"
            + "Only the kubelet of its pod's node and the controller manager may ask for one, also in a dry run.");
    }

    private static bool Guarded(string account, Snapshot snapshot) =>
        account == Proof.ReconcilerAccount(snapshot)
        || snapshot.Policies.Any(policy => policy.TrustedAccounts.Contains(account))
        || ControllerProfiles.Names(account);

    private static bool MayMint(Judgement judgement)
    {
        var user = judgement.User;
        if (Proof.IsCertified(user, "system:kube-controller-manager")) return true;
        if (!Proof.IsKubelet(user)) return false;
        var bound = Json.At(judgement.Request.Object, "spec", "boundObjectRef");
        if (Json.Text(bound, "kind") != "Pod") return false;
        var known = judgement.Snapshot.Pods.TryGetValue(Json.Text(bound, "uid"), out var pod);
        return !known || $"system:node:{pod!.Node}" == user.Name;
    }
}
