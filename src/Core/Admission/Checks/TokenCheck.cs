namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// A token for the reconciler, or for an account that a policy or a profile trusts, is handed to nobody but the controller
/// manager and the kubelet of the pod's node. A dry run returns a working token, so it is denied as well.
/// </summary>
internal static class TokenCheck
{
    private const string TokenType = "kubernetes.io/service-account-token";
    private const string AccountAnnotation = "kubernetes.io/service-account.name";

    internal static Decision? Decide(Judgement judgement) => judgement.Request switch
    {
        { Resource: "serviceaccounts", Group: "", Subresource: "token" } => Requested(judgement),
        { Resource: "secrets", Group: "", Operation: Operation.Create or Operation.Update } => Stored(judgement),
        _ => null,
    };

    private static Decision Requested(Judgement judgement)
    {
        var account = $"{judgement.Request.Namespace}/{judgement.Request.Name}";
        if (!GuardedAccounts.Holds(account, judgement.Snapshot) || MayMint(judgement)) return Decision.Allow("");
        return Refusal.OfIdentity(
            judgement,
            $"ServiceAccount {account} writes what Git declares, so a token for it was denied.\n"
            + "Only the kubelet of its pod's node and the controller manager may ask for one, also in a dry run.");
    }

    /// <summary>A Secret of the token type is filled with a token that never expires.</summary>
    private static Decision? Stored(Judgement judgement)
    {
        var (request, secret) = (judgement.Request, judgement.Request.Object);
        if (Json.Text(secret, "type") != TokenType) return null;
        var name = Json.TextAt(secret, "metadata", "annotations", AccountAnnotation);
        var before = Json.TextAt(request.OldObject, "metadata", "annotations", AccountAnnotation);
        var account = $"{request.Namespace}/{name}";
        if (name == before || !GuardedAccounts.Holds(account, judgement.Snapshot) || judgement.MayInstall) return null;
        return Refusal.OfIdentity(
            judgement,
            $"ServiceAccount {account} writes what Git declares, so a Secret that would hold a token for it was denied.\n"
            + $"Leave out the annotation {AccountAnnotation}, or name another account.");
    }

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
