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
    ILoggerFactory Loggers);
