namespace GitOpsGuard.Core.Admission;

/// <summary>What a policy says of operations on what is managed.</summary>
public sealed record Operations
{
    /// <summary>A shell in a pod: exec, attach, copy. Default <see cref="Permission.Allow"/>.</summary>
    public Permission Exec { get; init; } = Permission.Allow;

    /// <summary>Forwarding of ports. Default <see cref="Permission.Allow"/>.</summary>
    public Permission PortForward { get; init; } = Permission.Allow;

    /// <summary>The proxies of nodes, services and pods, by which a kubelet can be told to exec. Default <see cref="Permission.Allow"/>.</summary>
    public Permission Proxy { get; init; } = Permission.Allow;

    /// <summary>Debug containers. Default <see cref="Permission.Warn"/>.</summary>
    public Permission EphemeralContainers { get; init; } = Permission.Warn;

    /// <summary>Evictions, such as those of a drain. Default <see cref="Permission.Allow"/>.</summary>
    public Permission Eviction { get; init; } = Permission.Allow;

    /// <summary><c>kubectl rollout restart</c>: the annotation by which it restarts. Default <see cref="Permission.Allow"/>.</summary>
    public Permission RolloutRestart { get; init; } = Permission.Allow;
}
