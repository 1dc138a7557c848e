using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace GitOpsGuard.Playground.Cluster;

/// <summary>
/// A Kubernetes API server in process, for development and tests: all state is in memory and goes when it is disposed.
/// It serves HTTPS on a free loopback port with an authority of its own.
/// </summary>
internal sealed class EmbeddedCluster : ICluster
{
    private readonly ClusterServices _services;
    private readonly Controllers _controllers;
    private readonly string _folder;
    private WebApplication _web = null!;

    private EmbeddedCluster(ClusterServices services, string folder) =>
        (_services, _controllers, _folder) = (services, Controllers.Start(services), folder);

    public string Description => "embedded API server";
    public ObjectStore Store => _services.Store;
    public Uri Address { get; private set; } = null!;
    public string CertificateAuthorityPem => _services.Authority.CertificatePem;
    public string BootstrapKubeconfig => Path.Combine(_folder, "bootstrap.kubeconfig");

    /// <summary>Starts a cluster, which answers requests when the task completes; <paramref name="folder"/> gets the kubeconfig.</summary>
    public static async Task<EmbeddedCluster> StartAsync(string folder, EmbeddedClusterOptions options, CancellationToken ct)
    {
        var services = new ClusterServices(options);
        Reactions.Bootstrap(services);
        var cluster = new EmbeddedCluster(services, folder);
        await cluster.ServeAsync(port: 0, ct);
        await Kubeconfig.IssueAsync(cluster.BootstrapKubeconfig, cluster, "playground-bootstrap", ["system:masters"], ct);
        return cluster;
    }

    public Task<IssuedCertificate> IssueAsync(string user, IReadOnlyList<string> groups, CancellationToken ct) =>
        Task.FromResult(_services.Authority.IssueClient(user, groups));

    public async Task RestartAsync(CancellationToken ct)
    {
        await StopAsync();
        await ServeAsync(Address.Port, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _controllers.DisposeAsync();
        await StopAsync();
        _services.Dispose();
    }

    private async Task ServeAsync(int port, CancellationToken ct)
    {
        _web = Host(_services, port);
        _web.Run(new ApiServer(_services).HandleAsync);
        await _web.StartAsync(ct);
        Address = new Uri(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    private async Task StopAsync()
    {
        using var hurry = new CancellationTokenSource();
        // Watches would hold a graceful stop; in-memory state needs none.
        await hurry.CancelAsync();
        await _web.StopAsync(hurry.Token);
        await _web.DisposeAsync();
    }

    private static WebApplication Host(ClusterServices services, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(services.Loggers);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listener => listener.UseHttps(https =>
            {
                https.ServerCertificate = services.Authority.IssueServing("kube-apiserver", IPAddress.Parse("10.96.0.1")).ToX509();
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                // A certificate of another authority is a stranger, not a broken connection: see Authentication.
                https.ClientCertificateValidation = (_, _, _) => true;
            }));
        });
        return builder.Build();
    }
}
