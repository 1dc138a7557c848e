namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>A right to write that ends.</summary>
internal interface IFence
{
    /// <summary>How much of <paramref name="wanted"/> the right will certainly last.</summary>
    /// <exception cref="ApiException">It has ended (<see cref="ApiException.LeaseLost"/>).</exception>
    TimeSpan Left(TimeSpan wanted);

    /// <summary>The error of a write during which the right ended.</summary>
    ApiException Lost(Exception cause);
}
