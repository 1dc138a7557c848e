using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>A certificate, a fixed <c>Authorization</c> header, both, or neither (anonymous).</summary>
internal sealed class StaticCredentials(AuthenticationHeaderValue? authorization, CertificateSource? certificate) : ICredentials
{
    public X509Certificate2? Certificate => certificate?.Current;

    public ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken ct)
    {
        request.Headers.Authorization = authorization;
        return ValueTask.CompletedTask;
    }

    public bool Reject() => certificate?.Renew() ?? false;

    public void Dispose() => certificate?.Dispose();
}
