using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.KubectlPlugin.Propose;

namespace GitOpsGuard.KubectlPlugin.Tests.Propose;

public sealed class SourceRefusalTests
{
    private static readonly SourcePlace Place = new("git.acme.dev/acme/shop@3f2c1ab", "apps", null, "gitopsguard-system");
    private static readonly ChangeRequestSpec Scale = Denied.Web(("spec.replicas", "2", "5"));

    [Fact]
    public void An_object_that_Git_no_longer_declares_is_named_with_its_last_place()
    {
        var refused = Refused(Scale, ("apps/web.yaml", Denied.Manifest.Replace("name: web\n  namespace", "name: api\n  namespace")));
        Assert.Equal("git.acme.dev/acme/shop@3f2c1ab does not declare Deployment shop/web any more below apps (it was at apps/web.yaml:2 in 0123456)", refused.Message);
        Assert.Contains("Git has moved on", refused.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_Git_holds_already_is_to_be_waited_for()
    {
        var refused = Refused(Scale, ("apps/web.yaml", Denied.Manifest.Replace("replicas: 2 ", "replicas: 5 ")));
        Assert.StartsWith("Git declares Deployment shop/web at apps/web.yaml:2 as the change asks already", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("Wait until the GitSync has applied it", refused.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void The_removal_of_what_Git_does_not_declare_changes_nothing_there()
    {
        var refused = Refused(Denied.Web(("spec.minReadySeconds", "10", null)), ("apps/web.yaml", Denied.Manifest));
        Assert.Contains("spec.minReadySeconds is not declared in Git, so there is nothing to remove", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_that_would_change_another_object_is_refused()
    {
        const string list = """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: apps/v1
                kind: Deployment
                metadata: { name: web, namespace: shop }
                spec: &spec
                  replicas: 2
              - apiVersion: apps/v1
                kind: Deployment
                metadata: { name: api, namespace: shop }
                spec: *spec

            """;
        var refused = Refused(Scale, ("apps/web.yaml", list));
        Assert.StartsWith("spec.replicas cannot be edited at apps/web.yaml:", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("without touching other values", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Edit the file by hand.", refused.Next);
    }

    [Fact]
    public void A_change_within_a_container_that_Git_does_not_declare_has_no_place()
    {
        var refused = Refused(Denied.Web(("spec.template.spec.containers[name=istio].image", "\"istio:1\"", "\"istio:2\"")), ("apps/web.yaml", Denied.Manifest));
        Assert.Equal("spec.template.spec.containers[name=istio].image has no place in Deployment shop/web as Git declares it at apps/web.yaml:2", refused.Message);
        Assert.EndsWith("Edit the file by hand.", refused.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_Git_declares_for_two_namespaces_alike_is_not_guessed()
    {
        var refused = Assert.Throws<PluginException>(() => Proposal.Make(
            new MemoryTree(("apps/a.yaml", Denied.Manifest), ("apps/b.yaml", Denied.Manifest.Replace("namespace: shop", "namespace: other"))),
            Place with { TargetNamespace = "shop" }, Scale));
        Assert.Contains("declares Deployment shop/web 2 times: apps/a.yaml:2, apps/b.yaml:2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deletion_that_would_leave_a_dangling_resource_is_refused_naming_it()
    {
        var refused = Refused(Denied.Deletion(), ("apps/web.yaml", Denied.Manifest), ("apps/kustomization.yaml", "resources:\n  - web.yaml\n"));
        Assert.Equal("git.acme.dev/acme/shop@3f2c1ab could not be rendered after the edit: apps/kustomization.yaml:2: the resource 'apps/web.yaml' does not exist in this revision", refused.Message);
        Assert.Equal("Edit the files by hand.", refused.Next);
    }

    private static PluginException Refused(ChangeRequestSpec change, params (string Path, string Content)[] files) =>
        Assert.Throws<PluginException>(() => Proposal.Make(new MemoryTree(files), Place, change));
}
