namespace GitOpsGuard.Kubernetes;

/// <summary>What came of an attempt to take or renew a lease.</summary>
internal enum LeaseOutcome
{
    /// <summary>It is ours from when the attempt began.</summary>
    Held,

    /// <summary>It is somebody else's, or was in between.</summary>
    HeldByAnother,

    /// <summary>The server did not say.</summary>
    Unknown,
}
