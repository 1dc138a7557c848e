using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>By what the API server knows the guard.</summary>
/// <param name="Leaf">Certificate with its key.</param>
/// <param name="Authority">The authority that signed it, as PEM.</param>
/// <param name="Path">Path of the endpoint, unguessable and the same for all replicas.</param>
/// <param name="OtherPaths">Paths that are answered beside it during a rotation.</param>
internal sealed record ServingIdentity(X509Certificate2 Leaf, string Authority, string Path, params IReadOnlyList<string> OtherPaths)
{
    /// <summary>Whether a request to a path is one of the API server's.</summary>
    internal bool Answers(PathString path) => path == Path || OtherPaths.Any(other => other.Length > 0 && path == other);

    /// <summary>Whether another is the same in all parts.</summary>
    internal bool IsSame(ServingIdentity other) =>
        Leaf.Equals(other.Leaf) && Authority == other.Authority && Path == other.Path && OtherPaths.SequenceEqual(other.OtherPaths);
}
