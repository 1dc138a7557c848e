using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Tests.Engine;

namespace GitOpsGuard.Reconciler.Tests.Drift;

public sealed class SurplusTests
{
    private static readonly DesiredObject Web = Manifests.Desired(Manifests.Web, Manifests.Deployments);

    [Fact]
    public void Added_fields_are_removed_whoever_owns_them_and_later_items_first()
    {
        var patch = Removal("""
            {"replicas":3,"template":{"spec":{"hostNetwork":true,
              "containers":[{"name":"a","image":"x"},{"name":"web","image":"nginx:1","ports":[{"containerPort":80}]},{"name":"b","image":"y"}]} } }
            """);

        Assert.Equal(
            ["/spec/template/spec/hostNetwork", "/spec/template/spec/containers/2", "/spec/template/spec/containers/0"],
            patch!.Where(operation => (string)operation!["op"]! == "remove").Select(operation => (string)operation!["path"]!));
        Assert.Equal(
            ["""/spec/template/spec/hostNetwork true""", """/spec/template/spec/containers/2 {"name":"b","image":"y"}""", """/spec/template/spec/containers/0 {"name":"a","image":"x"}"""],
            patch!.Where(operation => (string)operation!["op"]! == "test").Select(operation => $"{operation!["path"]} {operation["value"]!.ToJsonString()}"));
    }

    [Theory]
    [InlineData("""{"replicas":3,"template":{"spec":{"containers":[{"name":"web","image":"nginx:1","ports":[{"containerPort":80}]}]}}}""")]
    [InlineData("""{"replicas":5,"template":{"spec":{"containers":[{"name":"web","image":"other:1","ports":[{"containerPort":80}]}]}}}""")]
    [InlineData("""{"template":{"spec":{"containers":[{"name":"web","image":"nginx:1","ports":[{"containerPort":80}]}]}}}""")]
    public void What_Git_declares_is_put_back_by_an_apply_and_never_removed(string spec)
    {
        Assert.Null(Removal(spec));
    }

    [Fact]
    public void A_field_as_deep_as_the_API_server_takes_is_removed_from_the_version_that_was_seen()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 9_500)) + "1" + new string('}', 9_500);

        var patch = Removal($$"""{"replicas":3,"strategy":{{deep}},"template":{"spec":{"containers":[{"name":"web","image":"nginx:1","ports":[{"containerPort":80}]}]} } }""");

        Assert.Equal(
            """[{"op":"test","path":"/metadata/resourceVersion","value":"42"},{"op":"remove","path":"/spec/strategy"}]""",
            patch!.ToJsonString());
    }

    private static JsonArray? Removal(string spec)
    {
        var expected = JsonElement.Parse(Web.Object.ToJsonString());
        var live = Web.Object.DeepClone().AsObject();
        live["metadata"]!["resourceVersion"] = "42";
        live["spec"] = null;
        var stored = JsonElement.Parse(
            live.ToJsonString().Replace("\"spec\":null", $"\"spec\":{spec}", StringComparison.Ordinal),
            new JsonDocumentOptions { MaxDepth = Json.DeepestNesting });
        return Surplus.Removal(Web.Object, stored, ClosedComparison.Differences(expected, stored, Reference.RegionOf(Web)));
    }
}
