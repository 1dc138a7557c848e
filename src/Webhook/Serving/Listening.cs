using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace GitOpsGuard.Webhook.Serving;

/// <summary>
/// A web server on two ports: TLS with HTTP/1.1 keep-alive for the API server, plain for probes and metrics. It knows nothing of
/// what is answered, so that benchmarks can listen in just the same way.
/// </summary>
internal static class Listening
{
    /// <summary>Largest body that is read: reviews of the largest objects take about 12 MB.</summary>
    internal const long LargestBody = 32 * 1024 * 1024;

    /// <summary>A builder of a server that listens so, and logs nothing yet.</summary>
    /// <param name="address">Address of both ports.</param>
    /// <param name="httpsPort">Port with TLS.</param>
    /// <param name="healthPort">Plain port.</param>
    /// <param name="leaf">The certificate to show, asked for at each handshake.</param>
    /// <param name="clients">Whether a client's certificate is accepted; null asks for none.</param>
    internal static WebApplicationBuilder On(
        IPAddress address, int httpsPort, int healthPort, Func<X509Certificate2> leaf, Func<X509Certificate2, bool>? clients = null)
    {
        // Configuration is not watched for changes: that takes one of the few inotify instances of a node.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        // The host would begin an activity and a scope for each request as soon as its diagnostics may log anything at all.
        builder.Logging.ClearProviders().AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(address, httpsPort, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(https =>
                {
                    https.ServerCertificateSelector = (_, _) => leaf();
                    if (clients is null) return;
                    https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                    https.ClientCertificateValidation = (certificate, _, _) => clients(certificate);
                });
            });
            kestrel.Listen(address, healthPort, listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder;
    }
}
