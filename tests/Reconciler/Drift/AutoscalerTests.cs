using System.Text.Json;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Tests.Engine;

namespace GitOpsGuard.Reconciler.Tests.Drift;

public sealed class AutoscalerTests
{
    private const string Scaled = """{"manager":"kube-controller-manager","operation":"Update","subresource":"scale","fieldsV1":{"f:spec":{"f:replicas":{}}}}""";
    private const string Ours = """{"manager":"gitopsguard","operation":"Apply","fieldsV1":{"f:spec":{"f:replicas":{}}}}""";
    private static readonly DesiredObject Web = Manifests.Desired(Manifests.Web, Manifests.Deployments);

    [Fact]
    public void An_autoscaler_is_read_with_what_it_scales()
    {
        Assert.Equal(new("busy", new("apps", "Deployment", "shop", "web"), 1, 9), Of("""{"maxReplicas":9,"""));
        Assert.Equal(2, Of("""{"minReplicas":2,"maxReplicas":9,""").Least);
    }

    [Theory]
    [InlineData(5, Scaled, true)]
    [InlineData(3, Scaled, true)]
    [InlineData(3, Ours, false)]
    [InlineData(0, Scaled, false)]
    [InlineData(10, Scaled, false)]
    public void A_number_in_its_range_that_somebody_else_owns_is_contested(int replicas, string owner, bool contested)
    {
        var live = JsonElement.Parse($$$"""{"metadata":{"managedFields":[{{{owner}}}]},"spec":{"replicas":{{{replicas}}} } }""");

        Assert.Equal(contested, Of("""{"maxReplicas":9,""").Contests(Web, live));
    }

    [Fact]
    public void What_Git_leaves_open_is_not_contested()
    {
        var open = Manifests.Desired(Manifests.Web.Replace("  replicas: 3\n", "", StringComparison.Ordinal), Manifests.Deployments);

        Assert.False(Of("""{"maxReplicas":9,""").Contests(open, JsonElement.Parse($$$"""{"metadata":{"managedFields":[{{{Scaled}}}]},"spec":{"replicas":5} }""")));
    }

    private static Autoscaler Of(string range) => Autoscaler.Of(JsonElement.Parse($$$"""
        {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"busy","namespace":"shop"},
         "spec":{{{range}}}"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"} } }
        """));
}
