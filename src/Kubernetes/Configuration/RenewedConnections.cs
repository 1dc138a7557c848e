using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>
/// Connections that are made anew when the client's certificate changes, since a connection goes on showing the one with which
/// it was made. What is under way on the old ones goes on; they close once they are idle.
/// </summary>
internal sealed class RenewedConnections(Func<HttpMessageHandler> create, Func<X509Certificate2?> certificate) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private volatile Pool? _pool;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RepeatedHeaders.Join(request);
        return Current().Invoker.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _pool?.Invoker.Dispose();
        base.Dispose(disposing);
    }

    private Pool Current()
    {
        var shown = certificate();
        if (_pool is { } pool && pool.Shown == shown) return pool;
        lock (_lock)
        {
            if (_pool is { } other && other.Shown == shown) return other;
            return _pool = new(new HttpMessageInvoker(create(), disposeHandler: true), shown);
        }
    }

    private sealed record Pool(HttpMessageInvoker Invoker, X509Certificate2? Shown);
}
