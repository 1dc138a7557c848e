using System.Net.Security;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>
/// A real control plane as processes on loopback: etcd, kube-apiserver and, where the folder holds one,
/// kube-controller-manager. The folder is what <c>KUBEBUILDER_ASSETS</c> names.
/// </summary>
internal sealed class RealControlPlane : ICluster
{
    private const string ServiceNetwork = "10.96.0.0/16";
    private static readonly IPAddress ServiceAddress = IPAddress.Parse("10.96.0.1");
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);

    private readonly string _assets;
    private readonly string _folder;
    private readonly PlaygroundServices _services;
    private readonly CertificateAuthority _authority;
    private readonly List<ChildProcess> _processes = [];
    private int _port;

    private RealControlPlane(string assets, string folder, PlaygroundServices services)
    {
        _assets = assets;
        _folder = folder;
        _services = services;
        _authority = new CertificateAuthority("playground-ca", services.Time);
    }

    public string Description { get; private set; } = "kube-apiserver";

    public Uri Address => new($"https://127.0.0.1:{_port}");

    public string CertificateAuthorityPem => _authority.CertificatePem;

    public bool Outlives => false;

    public bool RunsControllers { get; private set; }

    public string WebhookHost => "127.0.0.1";

    public string BootstrapKubeconfig => Path.Combine(_folder, "bootstrap.kubeconfig");

    /// <summary>
    /// Starts the programs of <paramref name="assets"/> with their data under <paramref name="folder"/> and waits
    /// until the API server is ready.
    /// </summary>
    public static async Task<RealControlPlane> StartAsync(
        string assets, string folder, PlaygroundServices services, CancellationToken cancellationToken)
    {
        foreach (var program in new[] { "etcd", "kube-apiserver" })
        {
            if (!File.Exists(Path.Combine(assets, program)))
            {
                throw new PlaygroundException(
                    $"KUBEBUILDER_ASSETS names {assets}, which has no {program}. " +
                    "Name a folder with kube-apiserver and etcd, or unset it to use the embedded API server.");
            }
        }

        for (var attempt = 1; ; attempt++)
        {
            var plane = new RealControlPlane(Path.GetFullPath(assets), Path.Combine(folder, $"{attempt}"), services);
            try
            {
                await plane.StartAsync(cancellationToken);
                return plane;
            }
            catch (PlaygroundException) when (attempt < 3)
            {
                // Most likely another program took one of the ports first.
                await plane.DisposeAsync();
            }
            catch
            {
                await plane.DisposeAsync();
                throw;
            }
        }
    }

    public Task<IssuedCertificate> IssueAsync(
        string user, IReadOnlyList<string> groups, CancellationToken cancellationToken) =>
        Task.FromResult(_authority.IssueClient(user, groups));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
        _processes.Clear();
        _authority.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        await WriteKeysAsync(cancellationToken);
        var ports = LoopbackPorts.Take(4);
        _port = ports[0];

        var etcd = $"http://127.0.0.1:{ports[1]}";
        _processes.Add(Run("etcd", EtcdArguments(etcd, $"http://127.0.0.1:{ports[2]}")));
        _processes.Add(Run("kube-apiserver", ApiServerArguments(etcd)));

        var admin = _authority.IssueClient("playground-bootstrap", ["system:masters"]);
        await Kubeconfig.WriteAsync(BootstrapKubeconfig, this, [("bootstrap", admin)], cancellationToken);
        using var client = Kubeconfig.Connect(BootstrapKubeconfig, _services.Time);
        await WaitUntilReadyAsync(cancellationToken);
        var version = await client.GetPathAsync("/version", cancellationToken);
        Description = $"kube-apiserver {version.GetProperty("gitVersion").GetString()}";

        RunsControllers = File.Exists(Path.Combine(_assets, "kube-controller-manager"));
        if (RunsControllers)
        {
            await WriteControllerKubeconfigAsync(cancellationToken);
            _processes.Add(Run("kube-controller-manager", ControllerManagerArguments(ports[3])));
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = _authority.Trust() },
        });
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartDeadline);
        try
        {
            while (!await IsReadyAsync(http, deadline.Token))
            {
                foreach (var process in _processes.Where(process => process.HasExited))
                {
                    var tail = await process.TailAsync(5, cancellationToken);
                    throw new PlaygroundException($"{process.Name} ended while it started ({process.LogFile}):\n{tail}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), _services.Time, deadline.Token);
            }
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PlaygroundException(
                $"kube-apiserver was not ready after {StartDeadline.TotalSeconds:0} s. " +
                $"See {string.Join(" and ", _processes.Select(process => process.LogFile))}.",
                error);
        }
    }

    /// <summary>Whether the server says that it is ready; false while it does not answer at all.</summary>
    private async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Address, "/readyz"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private ChildProcess Run(string program, IReadOnlyList<string> arguments)
    {
        var spec = new ProcessSpec(Path.Combine(_assets, program), arguments, _services.Environment, _folder);
        return ChildProcess.Start(program, spec, _services.Paths.Log(program), _services.Ledger);
    }

    private async Task WriteKeysAsync(CancellationToken cancellationToken)
    {
        var serving = _authority.IssueServing("kube-apiserver", ServiceAddress);
        using var signing = RSA.Create(2048);
        foreach (var (name, text) in new[]
        {
            ("ca.crt", _authority.CertificatePem),
            ("ca.key", _authority.KeyPem),
            ("apiserver.crt", serving.CertificatePem),
            ("apiserver.key", serving.KeyPem),
            ("service-accounts.key", signing.ExportPkcs8PrivateKeyPem()),
            ("service-accounts.pub", signing.ExportSubjectPublicKeyInfoPem()),
        })
        {
            await PrivateFile.WriteAsync(Path.Combine(_folder, name), text, cancellationToken);
        }
    }

    private Task WriteControllerKubeconfigAsync(CancellationToken cancellationToken) => Kubeconfig.WriteAsync(
        Path.Combine(_folder, "controller-manager.kubeconfig"),
        this,
        [("system:kube-controller-manager", _authority.IssueClient("system:kube-controller-manager", []))],
        cancellationToken);

    private string[] EtcdArguments(string client, string peer) =>
    [
        "--data-dir", Path.Combine(_folder, "etcd"),
        "--listen-client-urls", client, "--advertise-client-urls", client,
        "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}",
        "--unsafe-no-fsync",
    ];

    private string[] ApiServerArguments(string etcd) =>
    [
        $"--etcd-servers={etcd}",
        $"--secure-port={_port}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--tls-cert-file=apiserver.crt",
        "--tls-private-key-file=apiserver.key",
        "--client-ca-file=ca.crt",
        "--service-account-key-file=service-accounts.pub",
        "--service-account-signing-key-file=service-accounts.key",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        $"--service-cluster-ip-range={ServiceNetwork}",
        "--allow-privileged=true",
        "--endpoint-reconciler-type=none",
    ];

    private static string[] ControllerManagerArguments(int port) =>
    [
        "--kubeconfig=controller-manager.kubeconfig",
        "--authentication-kubeconfig=controller-manager.kubeconfig",
        "--authorization-kubeconfig=controller-manager.kubeconfig",
        "--service-account-private-key-file=service-accounts.key",
        "--root-ca-file=ca.crt",
        "--cluster-signing-cert-file=ca.crt",
        "--cluster-signing-key-file=ca.key",
        "--use-service-account-credentials=true",
        $"--secure-port={port}",
        "--bind-address=127.0.0.1",
        "--leader-elect=false",
        "--controllers=*,-node-ipam-controller",
    ];
}
