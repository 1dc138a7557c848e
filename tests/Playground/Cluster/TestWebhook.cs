using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Playground.Tests.Cluster;

/// <summary>A webhook that keeps the reviews it received and answers as told.</summary>
internal sealed class TestWebhook : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly List<JsonObject> requests = [];
    private volatile bool probed;

    private TestWebhook(WebApplication web, string bundle)
    {
        server = web;
        Bundle = bundle;
    }

    /// <summary>What is answered beside the uid; allows by default.</summary>
    public Func<JsonObject, JsonObject> Answer { get; set; } = _ => new JsonObject { ["allowed"] = true };

    public string Bundle { get; }

    public int Port => new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    /// <summary>The requests of the reviews of what tests did, not the controllers of a real server; oldest first.</summary>
    public IReadOnlyList<JsonObject> Requests
    {
        get
        {
            lock (requests) return [.. requests];
        }
    }

    /// <summary>Starts a webhook whose certificate is valid for loopback and for the service hook in the namespace guard.</summary>
    public static async Task<TestWebhook> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificateRequest = new CertificateRequest("CN=hook", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("hook.guard.svc");
        certificateRequest.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = certificateRequest.CreateSelfSigned(now.AddMinutes(-1), now.AddHours(1));
        var serving = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseHttps(serving)));
        var web = builder.Build();
        var hook = new TestWebhook(web, Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem())));
        web.Run(hook.HandleAsync);
        await web.StartAsync(TestContext.Current.CancellationToken);
        return hook;
    }

    /// <summary>A configuration that sends everything on some resources here.</summary>
    public string Configuration(string resource, string extra = "", string? clientConfig = null) => $$"""
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"hook"},
         "webhooks":[{"name":"hook.test.dev","sideEffects":"None","admissionReviewVersions":["v1"],
           "clientConfig":{{clientConfig ?? $$"""{"url":"https://127.0.0.1:{{Port}}/review","caBundle":"{{Bundle}}"}"""}},
           "rules":[{"operations":["*"],"apiGroups":["*"],"apiVersions":["*"],"resources":["{{resource}}"],"scope":"*"}]{{extra}}},
          {"name":"probe.test.dev","sideEffects":"None","admissionReviewVersions":["v1"],"failurePolicy":"Ignore",
           "clientConfig":{"url":"https://127.0.0.1:{{Port}}/probe","caBundle":"{{Bundle}}"},
           "rules":[{"operations":["CREATE"],"apiGroups":["coordination.k8s.io"],"apiVersions":["*"],"resources":["leases"]}]}]}
        """;

    /// <summary>Creates a configuration and waits until the server, which learns of it by a watch, goes by it.</summary>
    public async Task InstallAsync(TestCluster cluster, string configuration)
    {
        var (code, status) = await cluster.PostAsync("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", configuration);
        Assert.True(code == HttpStatusCode.Created, status.ToJsonString());
        const string Lease = """{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"probe"}}""";
        while (!probed) await cluster.PostAsync("/apis/coordination.k8s.io/v1/namespaces/default/leases?dryRun=All", Lease);
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var review = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        var request = review["request"]!.AsObject();
        probed |= context.Request.Path == "/probe";
        var isProbe = (string)request["resource"]!["resource"]! == "leases";
        var isOwn = !((string)request["userInfo"]!["username"]!).StartsWith("system:", StringComparison.Ordinal);
        if (isOwn && !isProbe) lock (requests) requests.Add((JsonObject)request.DeepClone());
        var response = isProbe ? new JsonObject { ["allowed"] = true } : Answer(request);
        response["uid"] = (string)request["uid"]!;
        await context.Response.WriteAsync(new JsonObject
        {
            ["apiVersion"] = "admission.k8s.io/v1",
            ["kind"] = "AdmissionReview",
            ["response"] = response,
        }.ToJsonString(), context.RequestAborted);
    }
}
