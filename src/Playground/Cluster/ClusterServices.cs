using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Playground.Cluster;

/// <summary>What the parts of one embedded cluster share.</summary>
internal sealed record ClusterServices(
    ObjectStore Store,
    Catalog Catalog,
    CertificateAuthority Authority,
    ServiceAccountTokens Tokens,
    Authorizer Authorizer,
    AdmissionChain Admission,
    TimeProvider Time,
    ILoggerFactory Loggers)
{
    /// <summary>The uid of the live object, or an empty string.</summary>
    public string UidOf(ObjectKey key) => Store.Find(key).Text("metadata", "uid") ?? "";
}
