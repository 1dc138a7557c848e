using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>A certificate, a fixed <c>Authorization</c> header, both, or neither (anonymous).</summary>
internal sealed class StaticCredentials(AuthenticationHeaderValue? authorization, X509Certificate2? certificate) : ICredentials
{
    public X509Certificate2? Certificate => certificate;

    public ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken ct)
    {
        request.Headers.Authorization = authorization;
        return ValueTask.CompletedTask;
    }

    public bool Reject() => false;

    public void Dispose() => certificate?.Dispose();
}
