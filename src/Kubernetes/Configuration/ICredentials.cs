using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>Who the client is. Safe for concurrent use.</summary>
internal interface ICredentials : IDisposable
{
    /// <summary>The certificate to show when a connection is made, if there is one by then.</summary>
    X509Certificate2? Certificate { get; }

    /// <summary>Adds what proves the identity, reading or asking for it first where that is needed.</summary>
    /// <exception cref="ApiException">The proof cannot be had (<see cref="ApiException.InvalidConfiguration"/>).</exception>
    ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken ct);

    /// <summary>Told that the server answered 401.</summary>
    /// <returns>Whether another attempt may show a new proof.</returns>
    bool Reject();
}
