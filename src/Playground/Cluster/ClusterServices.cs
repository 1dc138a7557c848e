namespace GitOpsGuard.Playground.Cluster;

/// <summary>What the parts of one embedded cluster share.</summary>
internal sealed class ClusterServices : IDisposable
{
    private readonly WebhookTransport transport;

    public ClusterServices(EmbeddedClusterOptions options)
    {
        (Time, Loggers, Store) = (options.Time, options.Loggers, new ObjectStore(options.HistoryLength));
        RunsControllers = options.Controllers;
        Authority = new CertificateAuthority("kubernetes", Time);
        Tokens = new ServiceAccountTokens(Store, Time);
        Authorizer = new Authorizer(Store);
        Authentication = new Authentication(Authority, Tokens, Authorizer);
        transport = new WebhookTransport(Store);
        var rules = new WebhookRules(Store, Catalog);
        Admission = new AdmissionChain(Store, rules, new AdmissionPolicies(Store, Catalog, rules), transport, Time, LoggerOf("Admission"));
    }

    public ObjectStore Store { get; }

    public Catalog Catalog { get; } = new();

    public CertificateAuthority Authority { get; }

    public ServiceAccountTokens Tokens { get; }

    public Authorizer Authorizer { get; }

    public Authentication Authentication { get; }

    public AdmissionChain Admission { get; }

    public TimeProvider Time { get; }

    /// <summary>Whether the work of kube-controller-manager is done here.</summary>
    public bool RunsControllers { get; }

    public ILoggerFactory Loggers { get; }

    public ILogger LoggerOf(string part) => Loggers.CreateLogger($"GitOpsGuard.Playground.Cluster.{part}");

    public void Dispose()
    {
        transport.Dispose();
        Tokens.Dispose();
        Authority.Dispose();
    }
}
