using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace GitOpsGuard.Playground.Cluster;

/// <summary>
/// A Kubernetes API server in process, for development and tests: all state is in memory and goes when it is disposed.
/// It serves HTTPS on a free loopback port with an authority of its own.
/// </summary>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ClusterServices _services;
    private readonly Controllers _controllers;

    private EmbeddedCluster(WebApplication web, ClusterServices services)
    {
        (_web, _services, _controllers) = (web, services, Controllers.Start(services));
        Address = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Where the API is served, such as <c>https://127.0.0.1:41234/</c>.</summary>
    public Uri Address { get; }

    /// <summary>The certificate of the authority that clients must trust.</summary>
    public string CertificateAuthorityPem => _services.Authority.CertificatePem;

    /// <summary>Starts a cluster; it answers requests when the task completes.</summary>
    public static async Task<EmbeddedCluster> StartAsync(EmbeddedClusterOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var services = new ClusterServices(options);
        Reactions.Bootstrap(services);
        var web = Host(services);
        web.Run(new ApiServer(services).HandleAsync);
        await web.StartAsync(ct);
        return new EmbeddedCluster(web, services);
    }

    /// <summary>A client certificate for a user in some groups, as PEM; the key is PKCS#8.</summary>
    internal IssuedCertificate IssueClientCertificate(string user, params IReadOnlyList<string> groups) =>
        _services.Authority.IssueClient(user, groups);

    public async ValueTask DisposeAsync()
    {
        await _controllers.DisposeAsync();
        using (var hurry = new CancellationTokenSource())
        {
            // Watches would hold a graceful stop; in-memory state needs none.
            await hurry.CancelAsync();
            await _web.StopAsync(hurry.Token);
        }

        await _web.DisposeAsync();
        _services.Dispose();
    }

    private static WebApplication Host(ClusterServices services)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(services.Loggers);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseHttps(https =>
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
