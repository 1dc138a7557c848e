namespace GitOpsGuard.Rendering.Tests;

public sealed class PlainYamlTests
{
    private const string Deployment = """
        # The shop's face.
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
          annotations:
            example.com/owner: team-a
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            spec:
              containers:
              - name: web
                args: [--verbose]
                ports:
                - containerPort: 80
                  name: http
              - image: proxy:1
                name: proxy
                emptyDir: {}
        """;

    [Fact]
    public void Every_declared_leaf_has_its_line_in_the_text_form_of_its_path()
    {
        var manifest = Assert.Single(Renderer.Render(new MemoryTree(("apps/web.yaml", Deployment)), "apps"));
        Assert.Equal(new("apps/web.yaml", 0, 2), manifest.Origin);
        Assert.Equal("apps/Deployment/shop/web", manifest.Identity.ToString());
        Assert.Equal(10, manifest.Lines["spec.replicas"]);
        Assert.Equal(8, manifest.Lines["metadata.annotations[\"example.com/owner\"]"]);
        Assert.Equal(11, manifest.Lines["spec.selector.matchLabels.app"]);
        Assert.Equal(16, manifest.Lines["spec.template.spec.containers[name=web].args[0]"]);
        Assert.Equal(19, manifest.Lines["spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP].name"]);
        Assert.Equal(20, manifest.Lines["spec.template.spec.containers[name=proxy].image"]);
        Assert.Equal(22, manifest.Lines["spec.template.spec.containers[name=proxy].emptyDir"]);
        Assert.Equal(14, manifest.Lines.Count);
    }

    [Fact]
    public void Files_are_found_below_the_path_and_hidden_ones_are_left_out()
    {
        var tree = new MemoryTree(
            ("apps/b/2.yml", ConfigMap("two")),
            ("apps/a.json", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"json"}}"""),
            ("apps/.hidden/x.yaml", "not: valid: yaml"),
            ("apps/.x.yaml", "not: valid: yaml"),
            ("apps/readme.md", "# no manifest"),
            ("apps/comment.yaml", "# nothing\n---\n"),
            ("other/1.yaml", ConfigMap("other")));
        Assert.Equal(["json", "two"], Names(Renderer.Render(tree, "apps")));
        Assert.Equal(["json", "two"], Names(Renderer.Render(tree, "./apps/")));
        Assert.Equal(["json", "two", "other"], Names(Renderer.Render(tree, ".")));
    }

    [Fact]
    public void Documents_and_lists_give_objects_with_their_origins()
    {
        var text = ConfigMap("one") + "---\n" + """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: ConfigMap
              metadata: {name: two}
            - apiVersion: v1
              kind: ConfigMapList
              items:
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: three}}
            """;
        var manifests = Renderer.Render(new MemoryTree(("x.yaml", text)), "");
        Assert.Equal(["one", "two", "three"], Names(manifests));
        Assert.Equal([new("x.yaml", 0, 1), new("x.yaml", 1, 9), new("x.yaml", 1, 15)], manifests.Select(m => m.Origin));
        Assert.Equal("items[1]items[0]", string.Concat(manifests[2].Place));
        Assert.Equal(11, manifests[1].Lines["metadata.name"]);
    }

    [Fact]
    public void A_kustomization_that_only_lists_resources_gives_what_it_lists()
    {
        var tree = new MemoryTree(
            ("a/kustomization.yaml", "kind: Kustomization\nresources:\n- one.yaml\n- ../b\n"),
            ("a/one.yaml", ConfigMap("one")), ("a/ignored.yaml", ConfigMap("ignored")),
            ("b/kustomization.yaml", "resources: [sub/two.yaml]\n"), ("b/sub/two.yaml", ConfigMap("two")));
        Assert.Equal(["one", "two"], Names(Renderer.Render(tree, "a")));
    }

    [Fact]
    public void A_symbolic_link_to_a_manifest_of_the_tree_is_read()
    {
        var tree = new MemoryTree(("a/link.yaml", "->../b/real.yaml"), ("a/doc", "->../b/readme"), ("b/real.yaml", ConfigMap("real")), ("b/readme", "x"));
        Assert.Equal("a/link.yaml:1", Assert.Single(Renderer.Render(tree, "a")).Origin.ToString());
    }

    internal static string ConfigMap(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n";

    private static IEnumerable<string> Names(IEnumerable<Manifest> manifests) => manifests.Select(m => m.Identity.Name);
}
