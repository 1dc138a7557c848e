using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.KubectlPlugin.Tests.Explain;

public sealed class TargetKindTests : IDisposable
{
    private readonly FakeApi _api = new();

    public TargetKindTests() => _api.Intercept = Discovery;

    [Theory]
    [InlineData("wd/blue")]
    [InlineData("widgets.example.com", "blue")]
    public async Task A_custom_kind_is_found_by_asking_the_server(params string[] target)
    {
        _api.Put(new("example.com", "v1", "widgets", "Widget", true), "shop", "blue");
        var printed = await new CommandLine(_api).RunAsync(["explain", .. target, "-n", "shop"]);
        Assert.Equal((0, ""), (printed.Code, printed.Error));
        Assert.StartsWith("Widget shop/blue is not managed by Git.", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_the_server_does_not_know_is_named_with_the_way_to_list_them()
    {
        var printed = await new CommandLine(_api).RunAsync("explain", "gadget/blue");
        Assert.Equal((1, ""), (printed.Code, printed.Output));
        Assert.Equal("error: the server knows no kind 'gadget'\nList the kinds it knows: kubectl api-resources\n", printed.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_cluster_scoped_object_has_no_namespace()
    {
        _api.Put(BuiltInResources.Namespaces, null, "shop");
        Assert.StartsWith("Namespace shop is not managed by Git.", (await new CommandLine(_api).RunAsync("explain", "ns/shop", "-n", "other")).Output, StringComparison.Ordinal);
        Assert.Contains("there is no Namespace blue\n", (await new CommandLine(_api).RunAsync("explain", "ns/blue")).Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_namespace_the_default_one_is_meant() =>
        Assert.Contains("there is no Deployment web in namespace default", (await new CommandLine(_api).RunAsync("explain", "deploy/web")).Error, StringComparison.Ordinal);

    public void Dispose() => _api.Dispose();

    private static HttpResponseMessage? Discovery(FakeRequest request) => request.Path switch
    {
        "/api" => Answer.Ok(JsonNode.Parse("""{"kind":"APIGroupDiscoveryList","items":[]}""")!),
        "/apis" => Answer.Ok(JsonNode.Parse("""
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"example.com"},"versions":[{"version":"v1","resources":[
              {"resource":"widgets","responseKind":{"kind":"Widget"},"scope":"Namespaced","singularResource":"widget","verbs":["get","list"],"shortNames":["wd"]}]}]}]}
            """)!),
        _ => null,
    };
}
