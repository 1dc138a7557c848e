using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Tests.Engine;

namespace GitOpsGuard.Reconciler.Tests.Drift;

public sealed class ConcessionTests
{
    private const string Container = "spec.template.spec.containers[name=web]";
    private const string Ours = """{"manager":"gitopsguard","operation":"Apply","fieldsV1":{"f:spec":{"f:replicas":{} } } }""";

    private static readonly DesiredObject Web = Manifests.Desired(
        Manifests.Web.Replace("image: nginx:1", "image: nginx:1\n          args: [a, b]", StringComparison.Ordinal), Manifests.Deployments);

    [Theory]
    [InlineData("spec.replicas", "spec.replicas")]
    [InlineData(Container + ".image", Container + ".image")]
    [InlineData("spec.template.spec.containers[*].image", Container + ".image")]
    [InlineData(Container + ".args[*]", Container + ".args")]
    [InlineData(Container + ".args[0]", "")]
    [InlineData("spec.paused", "")]
    public void A_declared_field_that_is_open_is_not_sent_once_it_has_another_value_and_a_list_without_keys_is_never_sent_in_part(string open, string left) =>
        Assert.Equal(left, Left("", [OpenPath.Parse(open)]));

    [Fact]
    public void What_nobody_else_wrote_is_sent() => Assert.Equal("", Left(Ours, [OpenPath.Parse("spec.replicas")]));

    [Fact]
    public void Only_what_every_policy_opens_is_left() =>
        Assert.Equal("spec.replicas", Left("", [OpenPath.Parse("spec.replicas"), OpenPath.Parse(Container + ".image")], [OpenPath.Parse("spec.replicas")]));

    private static string Left(string entry, params OpenPath[][] open)
    {
        var live = Web.Object.DeepClone().AsObject();
        live["metadata"]!["managedFields"] = JsonNode.Parse($"[{entry}]");
        live["spec"]!["replicas"] = 5;
        var container = live["spec"]!["template"]!["spec"]!["containers"]![0]!;
        (container["image"], container["args"]) = ("nginx:2", new JsonArray("x", "y"));
        return string.Join(' ', Concessions.Opened(Web, JsonElement.Parse(live.ToJsonString()), open));
    }
}
