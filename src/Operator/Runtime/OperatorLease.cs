using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using KubeOps.Abstractions.Builder;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>The lease that replicas of the operator contend for.</summary>
internal sealed class OperatorLease(ApiClient client, OperatorSettings settings, TimeProvider time, ILogger<OperatorLease> logger)
{
    public Lease Lease { get; } = new(client, Options(client, settings), time, logger);

    private static LeaseOptions Options(ApiClient client, OperatorSettings settings)
    {
        var pod = Environment.GetEnvironmentVariable("POD_NAME");
        var ns = Environment.GetEnvironmentVariable("POD_NAMESPACE");
        return new()
        {
            Namespace = !string.IsNullOrEmpty(ns) ? ns : client.DefaultNamespace ?? Names.Namespace,
            Name = settings.Name,
            Identity = $"{(string.IsNullOrEmpty(pod) ? Environment.MachineName : pod)}_{Guid.NewGuid()}",
            Duration = settings.LeaderElectionLeaseDuration,
            RenewDeadline = settings.LeaderElectionRenewDeadline,
            RetryPeriod = settings.LeaderElectionRetryPeriod,
        };
    }
}
