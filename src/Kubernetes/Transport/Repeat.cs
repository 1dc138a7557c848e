namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>When a request may be made again.</summary>
internal enum Repeat
{
    /// <summary>Only where the server says that it did not even look at it (429).</summary>
    WhenRefused,

    /// <summary>Also after a 503, and after a connection that broke before the whole answer came.</summary>
    WhenUnsure,
}
