using static GitOpsGuard.Rendering.Tests.PlainYamlTests;

namespace GitOpsGuard.Rendering.Tests;

public sealed class BadSourceTests
{
    [Theory]
    [InlineData("apiVersion: v1\nkind: A\nmetadata:\n\tname: x\n", 4, "a tab in the indentation")]
    [InlineData("apiVersion: v1\nkind: A\nkind: B\n", 3, "key 'kind' is already given at line 2")]
    [InlineData("# c\nkind: A\nmetadata: {name: x}\n", 2, "has no apiVersion")]
    [InlineData("apiVersion: v1\nmetadata: {name: x}\n", 1, "has no kind")]
    [InlineData("apiVersion: v1\nkind: A\n", 1, "A has no metadata")]
    [InlineData("a: 1\n---\napiVersion: v1\nkind: A\nmetadata: {labels: {}}\n", 1, "has no apiVersion")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {labels: {}}\n", 1, "has no metadata.name")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {generateName: x-}\n", 1, "metadata.generateName")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: 010}\n", 1, "metadata.name is 8, not text; put it in quotes")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: x, namespace: yes}\n", 1, "metadata.namespace is true, not text")]
    [InlineData("- 1\n", 1, "a Kubernetes object")]
    [InlineData("just text\n", 1, "a Kubernetes object")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- kind: A\n", 4, "has no apiVersion")]
    public void A_bad_file_is_named_with_its_line(string text, int line, string problem)
    {
        var fault = Refused("x/bad.yaml", text);
        Assert.Equal((RenderFault.Invalid, "x/bad.yaml", line), (fault.Fault, fault.File, fault.Line));
        Assert.StartsWith($"x/bad.yaml:{line}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_places_for_one_object_are_both_named()
    {
        var tree = new MemoryTree(("a.yaml", ConfigMap("same")), ("b.yaml", "# c\n" + ConfigMap("same")));
        var fault = Assert.Throws<RenderException>(() => Renderer.Render(tree, "."));
        Assert.Equal("b.yaml:2: ConfigMap same is already declared at a.yaml:1; keep one of the two", fault.Message);
        Assert.Equal(RenderFault.Duplicate, fault.Fault);
    }

    [Theory]
    [InlineData("missing", RenderFault.PathNotFound)]
    [InlineData("x/a.yaml", RenderFault.PathNotFound)]
    [InlineData("../x", RenderFault.PathNotFound)]
    public void A_path_that_is_no_directory_is_refused(string path, RenderFault expected) =>
        Assert.Equal(expected, Assert.Throws<RenderException>(() => Renderer.Render(new MemoryTree(("x/a.yaml", ConfigMap("a"))), path)).Fault);

    [Theory]
    [InlineData("x/Chart.yaml", "name: x", "Helm charts are not rendered yet")]
    [InlineData("x/kustomization.yaml", "resources: []\nnamePrefix: a-\n", "x/kustomization.yaml:2: 'namePrefix' of Kustomize is not rendered yet")]
    [InlineData("x/kustomization.yaml", "resources:\n- https://example.com/x\n", "x/kustomization.yaml:2: the remote resource")]
    [InlineData("x/y", "@", "submodules are not read")]
    [InlineData("x/link.yaml", "->/etc/passwd", "a symbolic link is followed only")]
    [InlineData("x/link.yaml", "->../../etc/passwd", "a symbolic link is followed only")]
    [InlineData("x/link", "->../../etc", "a symbolic link is followed only")]
    public void What_is_not_done_yet_or_never_is_said_so(string path, string content, string problem)
    {
        var fault = Refused(path, content);
        Assert.Equal(RenderFault.Unsupported, fault.Fault);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kustomizations_that_include_each_other_end() =>
        Assert.Equal(RenderFault.LimitExceeded, Assert.Throws<RenderException>(() => Renderer.Render(
            new MemoryTree(("a/kustomization.yaml", "resources: [../b]"), ("b/kustomization.yaml", "resources: [../a]")), "a")).Fault);

    [Fact]
    public void Bounds_are_kept()
    {
        var tree = new MemoryTree(("a.yaml", ConfigMap("a")), ("b/c/b.yaml", ConfigMap("b")));
        foreach (var options in new RenderOptions[] { new() { MaxFiles = 1 }, new() { MaxDepth = 1 }, new() { MaxObjects = 1 }, new() { MaxTotalBytes = 60 }, new() { MaxEntries = 2 } })
            Assert.Equal(RenderFault.LimitExceeded, Assert.Throws<RenderException>(() => Renderer.Render(tree, ".", options)).Fault);
    }

    private static RenderException Refused(string path, string content) =>
        Assert.Throws<RenderException>(() => Renderer.Render(new MemoryTree((path, content)), "x"));
}
