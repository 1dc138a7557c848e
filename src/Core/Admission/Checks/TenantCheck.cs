namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// The account of a GitSync with <c>serviceAccountName</c> writes that GitSync's objects, with a token that the reconciler
/// requested for it and no other. A token that is not in the ledger may get there within moments.
/// </summary>
internal static class TenantCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var (request, snapshot) = (judgement.Request, judgement.Snapshot);
        if (!judgement.InGit || snapshot.TenantAccounts.IsEmpty || Proof.ClaimedAccount(judgement.User) is not { } account) return null;
        if (!snapshot.TenantAccounts.ContainsValue(account) || !Proof.IsAccount(judgement.User, account, snapshot)) return null;
        if (Proof.TenantOf(judgement.User, snapshot) is { } tenant) return Owns(tenant, judgement) ? Decision.Allow("") : null;
        if (request.FieldManager != Names.FieldManager && request.Operation != Operation.Delete) return null;
        return Refusal.Of(judgement, new DenialMessage(judgement)
            .Line($"{judgement.Standing}, so this was denied: the token of ServiceAccount {account} is none that the reconciler requested.")
            .Address()
            .Line("Change it in Git and open a pull request; the reconciler writes it with a token of its own.")
            .ToString()) with { IdentityPending = true };
    }

    /// <summary>
    /// Whether the object is the tenant's GitSync's: by its marker, or where it has none yet, by the inventory; and stays so.
    /// </summary>
    private static bool Owns(Tenant tenant, Judgement judgement)
    {
        var sync = (tenant.SyncNamespace, tenant.SyncName);
        if (judgement.NewMarker is { } wanted && (wanted.SyncNamespace, wanted.SyncName) != sync) return false;
        if (judgement.OldMarker is { } marker && marker == judgement.OwnMarker) return (marker.SyncNamespace, marker.SyncName) == sync;
        return judgement.Snapshot.Inventory.Find(judgement.Identity, tenant.SyncNamespace, tenant.SyncName) is { Source: var source }
            && (source.SyncNamespace, source.SyncName) == sync;
    }
}
