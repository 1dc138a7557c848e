namespace GitOpsGuard.Reconciler.Engine;

/// <summary>Namespace and name of a GitSync.</summary>
internal readonly record struct SyncKey(string Namespace, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
