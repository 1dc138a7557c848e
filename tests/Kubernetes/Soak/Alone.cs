namespace GitOpsGuard.Kubernetes.Tests.Soak;

/// <summary>Tests during which nothing else runs in the process.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
