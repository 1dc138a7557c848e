using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GitOpsGuard.Echo;
using GitOpsGuard.Webhook.Serving;

using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
using var leaf = new CertificateRequest("CN=webhook-echo", key, HashAlgorithmName.SHA256)
    .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
await using var app = Listening.On(IPAddress.Loopback, int.Parse(args[0]), int.Parse(args[1]), () => leaf).Build();
app.Run(EchoEndpoint.HandleAsync);
await app.RunAsync();
