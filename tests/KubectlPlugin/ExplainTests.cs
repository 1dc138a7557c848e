using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.KubectlPlugin.Explain;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.KubectlPlugin.Tests;

public sealed class ExplainTests : IDisposable
{
    private const string Own = "/apis/gitopsguard.dev/v1alpha1/namespaces/team-shop";
    private readonly FakeServer _server = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task A_managed_object_has_an_address()
    {
        ServeManaged();
        Assert.True(await RunAsync(json: false, "deploy/web") == 0, _error.ToString());
        Assert.Equal(
            """
            Deployment shop/web is managed by Git.
              declared   apps/web.yaml:2  github.com/acme/shop@3f2c1ab
              GitSync    team-shop/web  ready, applied 3f2c1ab
              fields     spec.replicas                                  line 8
                         spec.template.spec.containers[name=web].image  line 16
            To change it, edit that file. Or try the change with kubectl: the answer names the
            command that turns it into a pull request.

            """,
            _output.ToString());
        Assert.Equal(3, _server.Requests.Count);
    }

    [Theory]
    [InlineData("deployment", "web")]
    [InlineData("deployments.apps", "web")]
    [InlineData("Deployment.v1.apps", "web")]
    [InlineData("deployment.apps/web")]
    public async Task Objects_are_named_as_kubectl_names_them(params string[] words)
    {
        ServeManaged();
        Assert.True(await RunAsync(json: true, words) == 0, _error.ToString());
        var json = JsonNode.Parse(_output.ToString())!;
        Assert.Equal((true, "True", 8), ((bool)json["managed"]!, (string)json["sync"]!["ready"]!, (int)json["declared"]!["fields"]!["spec.replicas"]!));
    }

    [Fact]
    public async Task An_unmanaged_object_is_said_so_with_what_to_do()
    {
        Serve("/apis/apps/v1/namespaces/shop/deployments/web", """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"}}""");
        Assert.True(await RunAsync(json: false, "deploy/web") == 0, _error.ToString());
        Assert.StartsWith("Deployment shop/web is not managed by Git.", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("kubectl get gitsyncs -A", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copied_marker_does_not_count()
    {
        ServeManaged(id: "team-shop/web:apps/Deployment/shop/other");
        Assert.True(await RunAsync(json: false, "deploy/web") == 0, _error.ToString());
        Assert.Contains("carries the markers of another object", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_not_be_read_is_said_so()
    {
        ServeManaged();
        _server.Answers[$"GET {Own}/syncinventories"] = (HttpStatusCode.Forbidden, """{"kind":"Status","reason":"Forbidden","message":"bob may not list","code":403}""");
        Assert.True(await RunAsync(json: false, "deploy/web") == 0, _error.ToString());
        Assert.Contains("the inventory cannot be read: bob may not list", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_object_is_an_error_with_the_next_command()
    {
        Assert.Equal(1, await RunAsync(json: false, "deploy/web"));
        Assert.Contains("error: there is no Deployment web in namespace shop", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("kubectl get deployments.apps -n shop", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b/c")]
    [InlineData("web")]
    [InlineData("deploy/web", "x")]
    public async Task Words_that_name_no_object_are_refused(params string[] words)
    {
        Assert.Equal(1, await RunAsync(json: false, words));
        Assert.Contains("names no object", _error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _server.Dispose();

    private async Task<int> RunAsync(bool json, params string[] words)
    {
        var environment = new PluginEnvironment { Connect = (_, _) => new ApiClient(new("https://api.example"), _server), Answers = null };
        return await Plugin.RunAsync(new ExplainOperation(new(null, null, "shop"), words, json), environment, _output, _error, TestContext.Current.CancellationToken);
    }

    private void Serve(string path, string body) => _server.Answers[$"GET {path}"] = (HttpStatusCode.OK, body);

    private void ServeManaged(string id = "team-shop/web:apps/Deployment/shop/web")
    {
        Serve("/apis/apps/v1/namespaces/shop/deployments/web", $$$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop",
             "labels":{"gitopsguard.dev/sync":"team-shop.web"},"annotations":{"gitopsguard.dev/id":"{{{id}}}"}
             }}
            """);
        Serve($"{Own}/gitsyncs/web", """
            {"metadata":{"name":"web"},"spec":{"sourceRef":{"name":"shop"}},"status":{"lastAppliedRevision":"main@sha1:3f2c1ab0000000000000000000000000000000000",
             "conditions":[{"type":"Ready","status":"True","reason":"ReconciliationSucceeded","message":"ok","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
            """);
        Serve($"{Own}/syncinventories", """
            {"apiVersion":"gitopsguard.dev/v1alpha1","kind":"List","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"web-0"},"spec":{"sync":"web","repository":"github.com/acme/shop","revision":"main@sha1:3f2c1ab0000000000000000000000000000000000",
             "objects":[{"group":"apps","version":"v1","kind":"Deployment","namespace":"shop","name":"web","file":"apps/web.yaml","document":0,"line":2,
             "lines":{"spec.replicas":8,"spec.template.spec.containers[name=web].image":16}}]}}]}
            """);
    }
}
