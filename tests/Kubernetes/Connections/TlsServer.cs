using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Kubernetes.Tests.Connections;

/// <summary>A server on a loopback port that answers every request with an object, and notes who asked on which connection.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private TlsServer(WebApplication web) => _web = web;

    /// <summary>The certificate that new connections are shown.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Answers 401 to clients whose certificate has another name.</summary>
    public string? OnlyClient { get; set; }

    /// <summary>The connection of each request, with the name in the client's certificate.</summary>
    public ConcurrentQueue<(string Connection, string? Client)> Requests { get; } = [];

    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <param name="certificate">What the server shows; without one it speaks plain HTTP.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="protocols">By which protocol it answers.</param>
    public static async Task<TlsServer> StartAsync(
        X509Certificate2? certificate, CancellationToken ct, HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        TlsServer server = null!;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listener =>
            {
                listener.Protocols = protocols;
                if (certificate is null) return;
                listener.UseHttps(https =>
                {
                    https.ServerCertificateSelector = (_, _) => server.Certificate;
                    // A resumed session would go on with the certificate of an earlier connection.
                    https.OnAuthenticate = (_, tls) => tls.AllowTlsResume = false;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.ClientCertificateValidation = (_, _, _) => true;
                });
            }));
        var web = builder.Build();
        server = new(web) { Certificate = certificate };
        web.Run(server.AnswerAsync);
        await web.StartAsync(ct);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using (var hurry = new CancellationTokenSource())
        {
            await hurry.CancelAsync();
            await _web.StopAsync(hurry.Token);
        }

        await _web.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var client = context.Connection.ClientCertificate?.Subject;
        Requests.Enqueue((context.Connection.Id, client));
        context.Response.StatusCode = OnlyClient is not null && client != OnlyClient ? 401 : 200;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{}", context.RequestAborted);
    }
}
