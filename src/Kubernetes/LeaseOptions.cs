namespace GitOpsGuard.Kubernetes;

/// <summary>Which lease is contended for, by whom, and how patiently.</summary>
public sealed record LeaseOptions
{
    /// <summary>Namespace of the Lease.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the Lease.</summary>
    public required string Name { get; init; }

    /// <summary>Name of this contender, different from all others, such as the pod's.</summary>
    public required string Identity { get; init; }

    /// <summary>How long others wait after they last saw the holder renew. Default 15 seconds.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the holder goes on without having renewed. Less than <see cref="Duration"/>. Default 10 seconds.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between attempts to acquire or renew. Default 2 seconds.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);
}
