using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Recorder.Servers;
using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.Playground.Tests.Cluster;

/// <summary>A webhook that keeps the reviews it received and answers as told.</summary>
internal sealed class TestWebhook : IAsyncDisposable
{
    private readonly List<JsonObject> requests = [];
    private HttpsServer server = null!;
    private volatile bool probed;

    private TestWebhook()
    {
    }

    /// <summary>What is answered beside the uid; allows by default.</summary>
    public Func<JsonObject, JsonObject> Answer { get; set; } = _ => new JsonObject { ["allowed"] = true };

    public string Bundle => server.Bundle;

    public int Port => server.Address.Port;

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
        var hook = new TestWebhook();
        hook.server = await HttpsServer.StartAsync(hook.HandleAsync, "hook.guard.svc");
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
        var kind = ((string)JsonNode.Parse(configuration)!["kind"]!).ToLowerInvariant();
        var (code, status) = await cluster.PostAsync($"/apis/admissionregistration.k8s.io/v1/{kind}s", configuration);
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
