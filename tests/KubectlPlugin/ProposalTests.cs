using System.Text;
using System.Text.Json;
using GitOpsGuard.KubectlPlugin.Propose;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Tests;

public sealed class ProposalTests
{
    internal const string Deployment = """
        # The shop's face.
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
          labels: {app: web}
        spec:
          replicas: 3   # sale: 10
          template:
            spec:
              containers:
                - name: web
                  image: "nginx:1.25"  # pinned
                  args: [--a, --b]
                  env:
                    - name: MODE
                      value: fast
                - name: proxy
                  image: envoy:1

        """;

    private const string ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: shop\ndata:\n  mode: fast\n";
    private static readonly SourcePlace Place = new("github.com/acme/shop@3f2c1ab", "apps", null, "team-shop");

    [Theory]
    [InlineData("spec.replicas", "3", "5", "  replicas: 3   # sale: 10", "  replicas: 5   # sale: 10")]
    [InlineData("spec.template.spec.containers[name=web].image", "\"nginx:1.25\"", "\"nginx:1.26\"", "image: \"nginx:1.25\"  # pinned", "image: \"nginx:1.26\"  # pinned")]
    [InlineData("spec.template.spec.containers[name=web].env[name=MODE].value", "\"fast\"", "\"slow\"", "              value: fast", "              value: slow")]
    [InlineData("spec.template.spec.containers[name=web].args[1]", "\"--b\"", "\"--c\"", "args: [--a, --b]", "args: [--a, --c]")]
    [InlineData("spec.template.spec.containers[name=web].args[2]", null, "\"--c\"", "args: [--a, --b]", "args: [--a, --b, --c]")]
    [InlineData("metadata.labels[\"example.com/tier\"]", null, "\"front\"", "labels: {app: web}", "labels: {app: web, example.com/tier: front}")]
    [InlineData("metadata.annotations", null, "{\"a\":\"1\"}", "  labels: {app: web}\n", "  labels: {app: web}\n  annotations:\n    a: \"1\"\n")]
    [InlineData("spec.paused", null, "true", "          image: envoy:1\n", "          image: envoy:1\n  paused: true\n")]
    [InlineData("spec.template.spec.containers[name=web].env[name=LOG]", null, "{\"name\":\"LOG\",\"value\":\"1\"}", "              value: fast\n", "              value: fast\n            - name: LOG\n              value: \"1\"\n")]
    [InlineData("spec.template.spec.containers[name=proxy]", "{\"name\":\"proxy\",\"image\":\"envoy:1\",\"imagePullPolicy\":\"Always\"}", null, "        - name: proxy\n          image: envoy:1\n", "")]
    [InlineData("spec.replicas", "3", null, "  replicas: 3   # sale: 10\n", "")]
    public void A_field_is_edited_where_it_is_declared_and_nowhere_else(string path, string? from, string? to, string before, string after)
    {
        var edit = Make(Change(path, from, to), ("web.yaml", Deployment), ("settings.yaml", ConfigMap));
        Assert.Equal("apps/web.yaml", edit.File);
        Assert.Equal(Deployment.Replace(before, after), Encoding.UTF8.GetString(edit.Content!.Value.Span));
    }

    [Fact]
    public void Defaults_of_the_live_object_do_not_reach_git()
    {
        var from = """[{"name":"MODE","value":"fast","extra":"default"}]""";
        var to = """[{"name":"LOG","value":"1"},{"name":"MODE","value":"fast","extra":"default"}]""";
        var edit = Make(Change("spec.template.spec.containers[name=web].env", from, to), ("web.yaml", Deployment));
        Assert.Equal(
            Deployment.Replace("            - name: MODE\n", "            - name: LOG\n              value: \"1\"\n            - name: MODE\n"),
            Encoding.UTF8.GetString(edit.Content!.Value.Span));
    }

    [Fact]
    public void A_change_that_git_has_already_is_said_so() =>
        Assert.Contains("as the change asks already", Refused(Change("spec.replicas", "2", "3"), ("web.yaml", Deployment)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_that_git_changed_meanwhile_is_noted() =>
        Assert.Contains("Git declares spec.replicas as 3 now", Make(Change("spec.replicas", "2", "7"), ("web.yaml", Deployment)).Notes[0], StringComparison.Ordinal);

    [Fact]
    public void An_object_that_moved_is_found_again()
    {
        var edit = Make(Change("spec.replicas", "3", "5"), ("moved.yaml", ConfigMap + "---\n" + Deployment));
        Assert.Equal("apps/moved.yaml:17", edit.Origin.ToString());
        Assert.Contains("declared in apps/moved.yaml now", edit.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_git_does_not_declare_any_more_is_named() =>
        Assert.Equal(
            "github.com/acme/shop@3f2c1ab does not declare Deployment shop/web any more below apps (it was at apps/web.yaml:2 in 3f2c1ab)",
            Refused(Change("spec.replicas", "3", "5"), ("settings.yaml", ConfigMap)).Message);

    [Fact]
    public void The_namespace_of_the_sync_counts_where_an_object_has_none()
    {
        var bare = Deployment.Replace("  namespace: shop\n", "");
        var tree = new MemoryTree(("apps/web.yaml", bare));
        Assert.NotNull(Proposal.Make(tree, Place with { TargetNamespace = "shop" }, Change("spec.replicas", "3", "5")));
        Assert.NotNull(Proposal.Make(tree, Place with { SyncNamespace = "shop" }, Change("spec.replicas", "3", "5")));
        Assert.Throws<PluginException>(() => Proposal.Make(tree, Place, Change("spec.replicas", "3", "5")));
    }

    [Fact]
    public void A_value_that_is_shared_by_an_anchor_is_refused()
    {
        var shared = Deployment.Replace("replicas: 3 ", "replicas: &n 3 ") + "  minReadySeconds: *n\n";
        Assert.Contains("cannot be edited at apps/web.yaml", Refused(Change("spec.replicas", "3", "5"), ("web.yaml", shared)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_marks_of_the_product_are_left_out()
    {
        var change = Change("metadata.labels[\"gitopsguard.dev/sync\"]", "\"a.b\"", null);
        Assert.Contains("written by GitOpsGuard itself", Refused(change, ("web.yaml", Deployment)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deletion_removes_the_document_or_the_file()
    {
        var change = Change("spec", null, null) with { Operation = "DELETE", Changes = [] };
        Assert.Equal(ConfigMap, Encoding.UTF8.GetString(Make(change, ("all.yaml", ConfigMap + "---\n" + Deployment)).Content!.Value.Span));
        Assert.Null(Make(change, ("web.yaml", Deployment), ("settings.yaml", ConfigMap)).Content);
    }

    [Fact]
    public void A_source_that_cannot_be_rendered_names_its_fault() =>
        Assert.Contains("apps/bad.yaml:1: ", Refused(Change("spec.replicas", "3", "5"), ("web.yaml", Deployment), ("bad.yaml", "a: b: c\n")).Message, StringComparison.Ordinal);

    internal static ChangeRequestSpec Change(string path, string? from, string? to) => new()
    {
        User = "alice",
        Operation = "UPDATE",
        Object = new() { ApiVersion = "apps/v1", Kind = "Deployment", Namespace = "shop", Name = "web" },
        Source = new() { SyncNamespace = "team-shop", SyncName = "web", Repository = "github.com/acme/shop", Revision = "main@sha1:3f2c1ab", File = "apps/web.yaml", Line = 2 },
        Changes = [new() { Path = path, From = Element(from), To = Element(to) }],
    };

    private static JsonElement? Element(string? json)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static ProposedEdit Make(ChangeRequestSpec change, params (string Name, string Content)[] files) =>
        Proposal.Make(new MemoryTree([.. files.Select(file => ($"apps/{file.Name}", file.Content))]), Place, change);

    private static PluginException Refused(ChangeRequestSpec change, params (string, string)[] files) => Assert.Throws<PluginException>(() => Make(change, files));
}
