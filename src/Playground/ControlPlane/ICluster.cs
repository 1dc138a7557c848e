namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>
/// A Kubernetes API server that the playground uses: embedded, a real control plane it started, or one that exists. Everything else
/// talks to it over HTTPS as any client would. Disposing ends what the playground started.
/// </summary>
internal interface ICluster : IAsyncDisposable
{
    /// <summary>What it is, for the person at the terminal: "embedded API server" or "kube-apiserver v1.36.2".</summary>
    string Description { get; }

    /// <summary>Where it listens, for clients on this machine.</summary>
    Uri Address { get; }

    /// <summary>The certificates that its serving certificate is checked against, as PEM.</summary>
    string CertificateAuthorityPem { get; }

    /// <summary>A kubeconfig file of somebody with every right, with which the playground sets itself up.</summary>
    string BootstrapKubeconfig { get; }

    /// <summary>Whether a kube-controller-manager runs; where none does, the node simulator plays the controllers of workloads.</summary>
    bool RunsControllers => false;

    /// <summary>Whether the cluster goes on when the playground ends, so that the playground must take its things away.</summary>
    bool Outlives => false;

    /// <summary>The host name or address at which the API server reaches programs on this machine.</summary>
    string WebhookHost => "127.0.0.1";

    /// <summary>Ends the API server and starts it again, at the same address and with the same data.</summary>
    Task RestartAsync(CancellationToken ct) => throw new PlaygroundException($"{Description} is not restarted from here.");

    /// <summary>A client certificate for a user in groups. Throws when the cluster does not hand one out.</summary>
    Task<IssuedCertificate> IssueAsync(string user, IReadOnlyList<string> groups, CancellationToken ct);
}
