using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>By what the API server knows the guard.</summary>
/// <param name="Leaf">Certificate with its key.</param>
/// <param name="Authority">The authority that signed it, as PEM.</param>
/// <param name="Path">Path of the endpoint, unguessable and the same for all replicas.</param>
internal sealed record ServingIdentity(X509Certificate2 Leaf, string Authority, string Path);
