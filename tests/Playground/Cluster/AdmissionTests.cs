using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster;

namespace GitOpsGuard.Playground.Tests.Cluster;

public sealed class AdmissionTests
{
    private const string Configurations = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    private const string Web = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","labels":{"guard":"yes"}},
         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},
           "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"nginx"}]}}}}
        """;

    [Fact]
    public async Task A_denial_is_answered_with_the_message_and_code_of_the_webhook()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var hook = await TestWebhook.StartAsync();
        hook.Answer = _ => new JsonObject
        {
            ["allowed"] = false,
            ["status"] = new JsonObject { ["code"] = 403, ["reason"] = "Forbidden", ["message"] = "not today" },
        };
        await hook.InstallAsync(cluster, hook.Configuration("deployments"));
        var (code, status) = await cluster.PostAsync(Deployments, Web);
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Equal("admission webhook \"hook.test.dev\" denied the request: not today", (string)status["message"]!);
        Assert.Equal("Forbidden", (string)status["reason"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.GetAsync($"{Deployments}/web")).Code);
    }

    [Fact]
    public async Task A_review_carries_both_objects_the_user_with_proof_and_the_options()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var hook = await TestWebhook.StartAsync();
        await cluster.PostAsync(Deployments, Web);
        await hook.InstallAsync(cluster, hook.Configuration("deployments"));
        await cluster.SendAsync(HttpMethod.Patch, $"{Deployments}/web?fieldManager=tester&dryRun=All", """{"spec":{"replicas":5}}""",
            "application/merge-patch+json", await cluster.AsAsync("bob", "system:masters"));
        var request = Assert.Single(hook.Requests);
        Assert.Equal("UPDATE", (string)request["operation"]!);
        Assert.Equal(5, (int)request["object"]!["spec"]!["replicas"]!);
        Assert.Equal(2, (int)request["oldObject"]!["spec"]!["replicas"]!);
        Assert.Equal("bob", (string)request["userInfo"]!["username"]!);
        Assert.StartsWith("X509SHA256=", (string)request["userInfo"]!["extra"]!["authentication.kubernetes.io/credential-id"]![0]!, StringComparison.Ordinal);
        Assert.True((bool)request["dryRun"]!);
        Assert.Equal("UpdateOptions", (string)request["options"]!["kind"]!);
        Assert.Equal("tester", (string)request["options"]!["fieldManager"]!);
        Assert.Equal(2, (int)(await cluster.GetAsync($"{Deployments}/web")).Body["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task A_scale_is_reviewed_as_a_scale_without_labels()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var hook = await TestWebhook.StartAsync();
        await cluster.PostAsync(Deployments, Web);
        await hook.InstallAsync(cluster, hook.Configuration("*/*"));
        await cluster.MergeAsync($"{Deployments}/web/scale", """{"spec":{"replicas":4}}""");
        var request = Assert.Single(hook.Requests);
        Assert.Equal("scale", (string)request["subResource"]!);
        Assert.Equal("Scale", (string)request["kind"]!["kind"]!);
        Assert.Equal("deployments", (string)request["resource"]!["resource"]!);
        Assert.Equal(4, (int)request["object"]!["spec"]!["replicas"]!);
        Assert.Equal(2, (int)request["oldObject"]!["spec"]!["replicas"]!);
        Assert.Null(request["object"]!["metadata"]!["labels"]);
    }

    [Fact]
    public async Task An_object_selector_matches_the_old_or_the_new_object()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var hook = await TestWebhook.StartAsync();
        await cluster.PostAsync(Deployments, Web);
        await hook.InstallAsync(cluster, hook.Configuration("*/*", ""","objectSelector":{"matchLabels":{"guard":"yes"}}"""));
        await cluster.MergeAsync($"{Deployments}/web", """{"metadata":{"labels":{"guard":null}}}""");
        Assert.Single(hook.Requests);
        await cluster.MergeAsync($"{Deployments}/web", """{"spec":{"replicas":1}}""");
        Assert.Single(hook.Requests);
    }

    [Fact]
    public async Task Match_conditions_decide_whether_a_webhook_is_asked()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var hook = await TestWebhook.StartAsync();
        await hook.InstallAsync(cluster, hook.Configuration("*/*",
            ""","matchConditions":[{"name":"web","expression":"request.resource.resource == 'deployments' && has(object.spec)"}]"""));
        await cluster.PostAsync("/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""");
        Assert.Empty(hook.Requests);
        await cluster.PostAsync(Deployments, Web);
        Assert.Single(hook.Requests);
    }

    [Fact]
    public async Task A_match_condition_that_cannot_be_evaluated_is_refused()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var hook = await TestWebhook.StartAsync();
        var (code, status) = await cluster.PostAsync(Configurations, hook.Configuration("*/*",
            ""","matchConditions":[{"name":"x","expression":"authorizer.group('').resource('pods')"}]"""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.Contains("authorizer", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_webhook_fails_the_write_unless_it_is_to_be_ignored()
    {
        await using var cluster = await TestCluster.StartAsync();
        var hook = await TestWebhook.StartAsync();
        var failing = hook.Configuration("deployments");
        var ignoring = hook.Configuration("deployments", ""","failurePolicy":"Ignore" """);
        await hook.DisposeAsync();
        await cluster.PostAsync(Configurations, failing);
        var (code, status) = await cluster.PostAsync(Deployments, Web);
        Assert.Equal(HttpStatusCode.InternalServerError, code);
        Assert.StartsWith("Internal error occurred: failed calling webhook \"hook.test.dev\": failed to call webhook: Post \"https://127.0.0.1:",
            (string)status["message"]!, StringComparison.Ordinal);
        await cluster.SendAsync(HttpMethod.Delete, $"{Configurations}/hook", null);
        await cluster.PostAsync(Configurations, ignoring);
        Assert.Equal(HttpStatusCode.Created, (await cluster.PostAsync(Deployments, Web)).Code);
    }

    [Fact]
    public async Task A_service_is_reached_through_its_endpoints()
    {
        // A real server takes no loopback address in an EndpointSlice, and nothing here listens on another.
        await using var cluster = await TestCluster.StartAsync(new EmbeddedClusterOptions());
        await using var hook = await TestWebhook.StartAsync();
        await cluster.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"guard"}}""");
        await cluster.PostAsync("/api/v1/namespaces/guard/services", """{"metadata":{"name":"hook"},"spec":{"ports":[{"port":443}]}}""");
        await cluster.PostAsync("/apis/discovery.k8s.io/v1/namespaces/guard/endpointslices", $$$"""
            {"metadata":{"name":"hook-1","labels":{"kubernetes.io/service-name":"hook"}},"addressType":"IPv4",
             "endpoints":[{"addresses":["127.0.0.1"]}],"ports":[{"name":"","port":{{{hook.Port}}},"protocol":"TCP"}]}
            """);
        await hook.InstallAsync(cluster, hook.Configuration("deployments", clientConfig:
            $$"""{"service":{"name":"hook","namespace":"guard","path":"/r"},"caBundle":"{{hook.Bundle}}"}"""));
        var (code, _) = await cluster.PostAsync(Deployments, Web);
        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Single(hook.Requests);
    }

    [Fact]
    public async Task A_token_request_is_reviewed_before_it_is_answered()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var hook = await TestWebhook.StartAsync();
        await hook.InstallAsync(cluster, hook.Configuration("serviceaccounts/token"));
        await cluster.PostAsync("/api/v1/namespaces/default/serviceaccounts/default/token?dryRun=All", "{}");
        var request = Assert.Single(hook.Requests);
        Assert.Equal("token", (string)request["subResource"]!);
        Assert.Equal("TokenRequest", (string)request["kind"]!["kind"]!);
        Assert.Equal("default", (string)request["name"]!);
    }

    [Fact]
    public async Task Webhook_configurations_are_never_reviewed()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var hook = await TestWebhook.StartAsync();
        await hook.InstallAsync(cluster, hook.Configuration("*/*"));
        await cluster.MergeAsync($"{Configurations}/hook", """{"metadata":{"labels":{"a":"b"}}}""");
        Assert.Empty(hook.Requests);
    }
}
