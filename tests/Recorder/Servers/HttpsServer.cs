using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Recorder.Servers;

/// <summary>An HTTPS server on a free loopback port, with a certificate that it signed itself.</summary>
internal sealed class HttpsServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private HttpsServer(WebApplication web, string bundle)
    {
        _web = web;
        Bundle = bundle;
    }

    /// <summary>The authority of its certificate, as base64 of PEM.</summary>
    public string Bundle { get; }

    /// <summary>Where it listens, without a path.</summary>
    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts a server.</summary>
    /// <param name="handle">Answers each request.</param>
    /// <param name="names">DNS names for which the certificate is valid, beside the loopback address.</param>
    public static async Task<HttpsServer> StartAsync(RequestDelegate handle, params string[] names)
    {
        using var certificate = Certificate(names);
        var serving = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseHttps(serving)));
        var web = builder.Build();
        web.Run(handle);
        await web.StartAsync(CancellationToken.None);
        return new(web, Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem())));
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private static X509Certificate2 Certificate(string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=webhook", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddIpAddress(IPAddress.Loopback);
        foreach (var name in names) alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
    }
}
