using Microsoft.Extensions.Logging.Abstractions;

namespace GitOpsGuard.Playground.Cluster;

/// <summary>How an embedded cluster runs.</summary>
internal sealed record EmbeddedClusterOptions
{
    /// <summary>The clock of timestamps, expiry and timeouts; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the cluster logs; nowhere by default.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>How many past changes watches can resume from; older ones are answered 410. 10,000 by default.</summary>
    public int HistoryLength { get; init; } = 10_000;

    /// <summary>
    /// Whether the work of kube-controller-manager is done: dependents, namespaces, budgets. On by default; without it
    /// the server does alone what an API server does alone.
    /// </summary>
    public bool Controllers { get; init; } = true;
}
