using System.Net.Security;
using GitOpsGuard.Core;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>
/// A real control plane as processes on loopback: etcd, kube-apiserver and, where the folder holds one, kube-controller-manager.
/// The folder is what <c>KUBEBUILDER_ASSETS</c> names.
/// </summary>
internal sealed class RealControlPlane(string assets, string folder, PlaygroundServices services) : ICluster
{
    private static readonly IPAddress ServiceAddress = IPAddress.Parse("10.96.0.1");
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);

    private readonly CertificateAuthority _authority = new("playground-ca", services.Time);
    private readonly int[] _ports = LoopbackPorts.Take(4);
    private readonly List<ChildProcess> _processes = [];

    public string Description { get; private set; } = "kube-apiserver";
    public Uri Address => new($"https://127.0.0.1:{_ports[0]}");
    public Uri Etcd => new($"http://127.0.0.1:{_ports[1]}");
    public string CertificateAuthorityPem => _authority.CertificatePem;
    public bool RunsControllers => File.Exists(Path.Combine(assets, "kube-controller-manager"));
    public string BootstrapKubeconfig => Path.Combine(folder, "bootstrap.kubeconfig");

    /// <summary>Starts the programs of a folder and waits until the API server is ready.</summary>
    public static async Task<RealControlPlane> StartAsync(string assets, PlaygroundServices services, CancellationToken ct)
    {
        assets = Path.GetFullPath(assets);
        foreach (var program in (string[])["etcd", "kube-apiserver"])
        {
            if (File.Exists(Path.Combine(assets, program))) continue;
            throw new PlaygroundException(
                $"KUBEBUILDER_ASSETS names {assets}, which has no {program}. " +
                "Name a folder with kube-apiserver and etcd, or unset it to use the embedded API server.");
        }

        for (var attempt = 1; ; attempt++)
        {
            var plane = new RealControlPlane(assets, Path.Combine(services.Paths.ControlPlane, $"{attempt}"), services);
            try
            {
                return await plane.StartedAsync(_ => plane.StartAsync(ct));
            }
            catch (PlaygroundException) when (attempt < 3)
            {
                // Most likely another program took one of the ports first.
            }
        }
    }

    public Task<IssuedCertificate> IssueAsync(string user, IReadOnlyList<string> groups, CancellationToken ct) =>
        Task.FromResult(_authority.IssueClient(user, groups));

    public async Task RestartAsync(CancellationToken ct)
    {
        // The controllers end with the server where they have not all begun; etcd goes on.
        foreach (var process in Enumerable.Reverse(_processes[1..])) await process.DisposeAsync();
        _processes.RemoveRange(1, _processes.Count - 1);
        await ServeAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes)) await process.DisposeAsync();
        _authority.Dispose();
    }

    private async Task StartAsync(CancellationToken ct)
    {
        await WriteKeysAsync(ct);
        await Kubeconfig.IssueAsync(BootstrapKubeconfig, this, "playground-bootstrap", ["system:masters"], ct);
        var manager = Path.Combine(folder, "controller-manager.kubeconfig");
        await Kubeconfig.IssueAsync(manager, this, "system:kube-controller-manager", [], ct);
        Run("etcd");
        await ServeAsync(ct);
        using var client = Kubeconfig.Connect(BootstrapKubeconfig, services.Time);
        Description = $"kube-apiserver {Json.Text(await client.GetPathAsync("/version", ct), "gitVersion")}";
    }

    private async Task ServeAsync(CancellationToken ct)
    {
        Run("kube-apiserver");
        await WaitUntilReadyAsync(ct);
        if (RunsControllers) Run("kube-controller-manager");
    }

    private async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = _authority.Trust() },
        });
        await Eventually.HoldsAsync(
            async () => _processes.Find(process => process.HasExited) is { } ended
                ? throw new PlaygroundException($"{ended.Name} ended while it started ({ended.LogFile}):\n{ended.Tail(5)}")
                : await Probe.IsReadyAsync(http, new Uri(Address, "/readyz"), ct),
            StartDeadline,
            () => $"kube-apiserver was not ready. See {services.Paths.Logs}.", services.Time, ct);
    }

    private void Run(string program)
    {
        var arguments = Template.ControlPlane.Texts(
            program,
            ("etcd", Etcd.OriginalString), ("peer", $"http://127.0.0.1:{_ports[2]}"),
            ("port", $"{_ports[0]}"), ("managerPort", $"{_ports[3]}"));
        var shell = services.Shell with { Folder = folder };
        _processes.Add(services.Start(program, shell, [Path.Combine(assets, program), .. arguments]));
    }

    private async Task WriteKeysAsync(CancellationToken ct)
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
            await PrivateFile.WriteAsync(Path.Combine(folder, name), text, ct);
        }
    }
}
