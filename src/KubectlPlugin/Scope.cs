namespace GitOpsGuard.KubectlPlugin;

/// <summary>Which cluster and namespace a command speaks of, as kubectl's options of the same names.</summary>
/// <param name="Kubeconfig">Kubeconfig file; null follows kubectl's rules.</param>
/// <param name="Context">Context; null is the current one.</param>
/// <param name="Namespace">Namespace; null is that of the context.</param>
internal sealed record Scope(string? Kubeconfig, string? Context, string? Namespace);
