using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>The client by which the operator writes: where there is a lease, a write without it is refused before it is sent.</summary>
internal sealed class OperatorClient(ApiClient client, OperatorLease? lease = null) : IDisposable
{
    private readonly ApiClient _client = lease is null ? client : client.Within(lease.Lease);

    public ApiClient Client => _client;

    /// <summary>Disposes the view of the client; the client stays its owner's.</summary>
    public void Dispose()
    {
        if (lease is not null) _client.Dispose();
    }
}
