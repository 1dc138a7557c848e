using GitOpsGuard.Kubernetes.Transport;

namespace GitOpsGuard.Kubernetes;

/// <summary>Lets writes pass while a lease is held, and cuts off what is under way when it may pass to another.</summary>
internal sealed class LeaseFence(Lease lease, LeaseOptions options) : IFence
{
    public TimeSpan Left(TimeSpan wanted)
    {
        var left = lease.TimeLeft;
        if (left <= TimeSpan.Zero)
            throw new ApiException(ApiException.LeaseLost, $"{options.Identity} does not hold the lease {options.Name}; nothing was written.");
        return left < wanted ? left : wanted;
    }

    public ApiException Lost(Exception cause) => new(
        ApiException.LeaseLost,
        $"{options.Identity} could not renew the lease {options.Name} while it wrote; whether that was written is not known.",
        cause);
}
