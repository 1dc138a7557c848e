using System.Text;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.KubectlPlugin.Propose;

namespace GitOpsGuard.KubectlPlugin.Tests.Propose;

public sealed class SourceEditTests
{
    private const string Service = """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          namespace: shop
        spec:
          clusterIP: None

        """;

    private static readonly SourcePlace Place = new("git.acme.dev/acme/shop@3f2c1ab", "apps", null, "gitopsguard-system");

    [Fact]
    public void An_annotation_with_dots_changes_under_its_own_key() =>
        Assert.Equal(
            Denied.Manifest.Replace("\"team-a\" #", "\"team-b\" #"),
            Edited(Denied.Manifest, Denied.Web(("metadata.annotations[\"example.com/owner\"]", "\"team-a\"", "\"team-b\""))));

    [Fact]
    public void Several_fields_change_in_one_edit() =>
        Assert.Equal(
            Denied.Manifest.Replace("replicas: 2 ", "replicas: 3 ").Replace("'web:1.0'", "'web:2'").Replace("  paused: false\n", ""),
            Edited(Denied.Manifest, Denied.Web(
                ("spec.paused", "false", null),
                ("spec.replicas", "2", "3"),
                ("spec.template.spec.containers[name=web].image", "\"web:1.0\"", "\"web:2\""))));

    [Fact]
    public void A_container_that_was_added_is_appended()
    {
        var edited = Edited(Denied.Manifest, Denied.Web(("spec.template.spec.containers[name=log]", null, """{"name":"log","image":"log:1"}""")))!;
        Assert.StartsWith(Denied.Manifest, edited, StringComparison.Ordinal);
        Assert.Equal(["- name: log", "image: log:1"], edited[Denied.Manifest.Length..].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Defaults_of_the_live_object_do_not_reach_Git()
    {
        const string live = """{"name":"web","image":"web:1.0","imagePullPolicy":"IfNotPresent"}""";
        const string asked = """{"name":"web","image":"web:1.1","imagePullPolicy":"IfNotPresent"}""";
        Assert.Equal(Denied.Manifest.Replace("web:1.0", "web:1.1"), Edited(Denied.Manifest, Denied.Web(("spec.template.spec.containers[name=web]", live, asked))));
    }

    [Fact]
    public void Text_that_looks_like_a_number_stays_text() =>
        Assert.Equal(
            Denied.Manifest.Replace("\"team-a\" #", "\"010\" #"),
            Edited(Denied.Manifest, Denied.Web(("metadata.annotations[\"example.com/owner\"]", "\"team-a\"", "\"010\""))));

    [Fact]
    public void Windows_line_ends_and_comments_survive()
    {
        var text = Denied.Manifest.ReplaceLineEndings("\r\n");
        var edited = Edited(text, Denied.Web(("spec.replicas", "2", "5"), ("spec.minReadySeconds", null, "10")))!;
        Assert.DoesNotContain("\n", edited.Replace("\r\n", ""), StringComparison.Ordinal);
        Assert.Equal(text.Replace("replicas: 2 ", "replicas: 5 "), edited.Replace("  minReadySeconds: 10\r\n", ""));
    }

    [Fact]
    public void A_byte_order_mark_survives() =>
        Assert.Equal("\uFEFF" + Denied.Manifest.Replace("replicas: 2 ", "replicas: 5 "), Edited("\uFEFF" + Denied.Manifest, Denied.Web(("spec.replicas", "2", "5"))));

    [Fact]
    public void An_item_of_a_List_changes_within_the_list()
    {
        var text = "apiVersion: v1\nkind: List\nitems:\n" + Item(Service) + Item(Denied.Manifest);
        Assert.Equal(text.Replace("replicas: 2 ", "replicas: 5 "), Edited(text, Denied.Web(("spec.replicas", "2", "5"))));
        var rest = Edited(text, Denied.Deletion())!;
        Assert.Contains("kind: Service", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("kind: Deployment", rest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_target_namespace_goes_before_the_one_that_Git_declares() =>
        Assert.Contains("replicas: 5 ", Edited(Denied.Manifest.Replace("namespace: shop", "namespace: base"), Denied.Web(("spec.replicas", "2", "5")), Place with { TargetNamespace = "shop" }), StringComparison.Ordinal);

    [Fact]
    public void Behind_a_symbolic_link_the_file_itself_changes()
    {
        var edit = Proposal.Make(new MemoryTree(("apps/web.yaml", "->../base/web.yaml"), ("base/web.yaml", Denied.Manifest)), Place, Denied.Web(("spec.replicas", "2", "5")));
        Assert.Equal("base/web.yaml", edit.File);
        Assert.Equal(Denied.Manifest.Replace("replicas: 2 ", "replicas: 5 "), Encoding.UTF8.GetString(edit.Content!.Value.Span));
    }

    [Fact]
    public void Marks_of_the_product_itself_are_left_out_and_noted()
    {
        var edit = Proposal.Make(new MemoryTree(("apps/web.yaml", Denied.Manifest)), Place,
            Denied.Web(("spec.replicas", "2", "5"), ("metadata.labels[\"gitopsguard.dev/sync\"]", "\"a.b\"", "\"c.d\"")));
        Assert.Equal(["metadata.labels[\"gitopsguard.dev/sync\"] is written by GitOpsGuard itself and left out"], edit.Notes);
        Assert.Equal(Denied.Manifest.Replace("replicas: 2 ", "replicas: 5 "), Encoding.UTF8.GetString(edit.Content!.Value.Span));
    }

    private static string? Edited(string text, ChangeRequestSpec change, SourcePlace? place = null) =>
        Proposal.Make(new MemoryTree(("apps/web.yaml", text)), place ?? Place, change).Content is { } content ? Encoding.UTF8.GetString(content.Span) : null;

    private static string Item(string manifest) =>
        string.Concat(manifest.TrimEnd('\n').Split('\n').Where(line => !line.StartsWith('#')).Select((line, i) => (i == 0 ? "  - " : "    ") + line + "\n"));
}
