using System.Reflection;
using System.Text.Json.Nodes;
using GitOpsGuard.Yaml;

namespace GitOpsGuard.Conventions.Tests;

/// <summary>Rights are written down where they are needed, on controllers, and in the chart; the two agree.</summary>
public sealed class RbacTests
{
    private static readonly Assembly Reconciler = Assembly.Load("gitopsguard-reconciler");

    private static readonly string Templates = Path.Combine(Repository.Root, "charts/gitops-guard/templates");

    [Fact]
    public void The_reconcilers_role_holds_what_its_controllers_ask_for_and_no_more()
    {
        var asked = RbacRules.Of(Reconciler).ToList();

        Assert.NotEmpty(asked);
        Assert.Equal(asked, Held("ClusterRole", "gitopsguard-reconciler"));
    }

    [Fact]
    public void What_the_reconciler_applies_for_others_is_a_binding_of_its_own()
    {
        var binding = Assert.Single(Documents("reconciler-applies.yaml"));

        Assert.Equal("ClusterRoleBinding", (string)binding["kind"]!);
        Assert.Equal("cluster-admin", (string)binding["roleRef"]!["name"]!);
        Assert.DoesNotContain("Binding", File.ReadAllText(Path.Combine(Templates, "reconciler.yaml")), StringComparison.Ordinal);
    }

    private static List<string> Held(string kind, string name)
    {
        var role = Documents("reconciler-rbac.yaml").Single(d => (string)d["kind"]! == kind && (string)d["metadata"]!["name"]! == name);
        return [.. role["rules"]!.AsArray().SelectMany(rule => Texts(rule!, "apiGroups").SelectMany(group =>
            Texts(rule!, "resources").SelectMany(resource => Texts(rule!, "verbs").Select(verb => RbacRules.Text(group, resource, verb)))))
            .Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Texts(JsonNode rule, string member) => rule[member]!.AsArray().Select(t => (string)t!);

    /// <summary>Documents of a template, whose directives stand on lines of their own or at the end of labels.</summary>
    private static IEnumerable<JsonNode> Documents(string template)
    {
        var lines = File.ReadLines(Path.Combine(Templates, template))
            .Select(line => line.Contains("{{", StringComparison.Ordinal) ? line[..line.IndexOf("{{", StringComparison.Ordinal)] : line);
        return YamlFile.Parse(string.Join('\n', lines)).Documents.Select(d => d.ToJson()!);
    }
}
