using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Syncs;

/// <summary>What the engine asks of the runtime that the controllers run on, beyond the contract that they are written against.</summary>
internal interface ISyncRuntime
{
    /// <summary>Whether controllers run in this process, as while it leads. To be asked before writes.</summary>
    bool IsRunning { get; }

    /// <summary>Asks for a reconciliation of a GitSync, when others have had their turn.</summary>
    void Wake(SyncKey sync);

    /// <summary>Asks for a reconciliation of the GitSyncs of a source, before others.</summary>
    Task WakeThoseOfAsync(string ns, string source, CancellationToken ct);
}
