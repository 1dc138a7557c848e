using System.Text;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Tests.Engine;

public sealed class DesiredTests
{
    private const string Config = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n";

    [Fact]
    public void An_object_carries_the_markers_of_its_sync()
    {
        var desired = Manifests.Desired(Manifests.Web, Manifests.Deployments);

        Assert.Equal("team.web", (string?)desired.Object["metadata"]!["labels"]![Names.SyncLabel]);
        Assert.Equal("team/web:apps/Deployment/shop/web", (string?)desired.Object["metadata"]!["annotations"]![Names.IdAnnotation]);
    }

    [Theory]
    [InlineData(null, "", "team")]
    [InlineData(null, "  namespace: own\n", "own")]
    [InlineData("target", "  namespace: own\n", "target")]
    public void The_namespace_is_the_target_else_its_own_else_that_of_the_sync(string? target, string own, string expected)
    {
        var desired = Manifests.Desired(Config + own, BuiltInResources.ConfigMaps, Manifests.Job(new() { TargetNamespace = target }));

        Assert.Equal(expected, desired.Identity.Namespace);
        Assert.Equal(expected, (string?)desired.Object["metadata"]!["namespace"]);
    }

    [Fact]
    public void A_cluster_scoped_object_gets_no_namespace()
    {
        var desired = Manifests.Desired(
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n", BuiltInResources.Namespaces, Manifests.Job(new() { TargetNamespace = "target" }));

        Assert.Equal("", desired.Identity.Namespace);
        Assert.Null(desired.Object["metadata"]!["namespace"]);
    }

    [Fact]
    public void Plain_secret_values_become_data_and_keep_their_line()
    {
        var desired = Manifests.Desired(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n  old: eA==\nstringData:\n  new: hunter2\n", Manifests.Secrets);

        Assert.Null(desired.Object["stringData"]);
        Assert.Equal("eA==", (string?)desired.Object["data"]!["old"]);
        Assert.Equal(Convert.ToBase64String("hunter2"u8), (string?)desired.Object["data"]!["new"]);
        Assert.Equal(8, desired.Lines["data.new"]);
    }

    [Fact]
    public void Secret_data_that_is_not_base64_is_refused_by_key_and_line_without_the_value()
    {
        var desired = Manifests.Desired(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n  good: eA==\n  tls.key: hunter2!\n  spaced: eA ==\n", Manifests.Secrets);

        var failure = Assert.IsType<Failure.Stalled>(SecretValues.Check(desired));

        Assert.Equal(Reasons.ValidationFailed, failure.Reason);
        var lines = failure.Message.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Matches(@":7: Secret .*/s: .*tls\.key.* is not base64; encode it, or move it to stringData", lines[0]);
        Assert.Matches(@":8: Secret .*/s: data\.spaced is not base64", lines[1]);
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data:\n  wrapped: |\n    eA\n    ==\n")]
    [InlineData("data:\n  empty: ''\n")]
    [InlineData("stringData:\n  plain: hunter2!\n")]
    public void Secret_values_that_a_server_takes_pass(string values)
    {
        var desired = Manifests.Desired($"apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n{values}", Manifests.Secrets);

        Assert.Null(SecretValues.Check(desired));
    }

    [Fact]
    public void Markers_that_Git_declares_are_overwritten()
    {
        var desired = Manifests.Desired(
            Config + $"  labels:\n    {Names.SyncLabel}: other.sync\n", BuiltInResources.ConfigMaps);

        Assert.Equal("team.web", (string?)desired.Object["metadata"]!["labels"]![Names.SyncLabel]);
    }

    [Theory]
    [InlineData("spec.replicas", 7)]
    [InlineData(".spec.replicas", 7)]
    [InlineData("spec.template.spec.containers[0].image", 12)]
    [InlineData("spec.template.spec.containers[0].ports[0].containerPort", 14)]
    [InlineData("spec.template.spec.containers[name=\"web\"].image", 12)]
    [InlineData("spec.template.spec.containers[0].imagePullPolicy", 11)]
    public void The_line_of_a_field_is_found_by_the_servers_name_for_it(string path, int line)
    {
        Assert.Equal($"apps/web.yaml:{line}", Manifests.Desired(Manifests.Web, Manifests.Deployments).PlaceOf(path));
    }

    [Theory]
    [InlineData("failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema", ".spec.replica")]
    [InlineData("Deployment.apps \"web\" is invalid: spec.replicas: Invalid value: -3: must be greater than or equal to 0", "spec.replicas")]
    [InlineData("etcdserver: request timed out", null)]
    [InlineData("namespaces \"nope\" not found", null)]
    public void A_field_is_recognised_in_a_servers_message(string message, string? path)
    {
        Assert.Equal(path, GitOpsGuard.Reconciler.Engine.ServerPaths.FirstIn(message));
    }
}
