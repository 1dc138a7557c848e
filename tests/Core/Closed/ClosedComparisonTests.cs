using System.Text.Json;
using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Tests.Closed;

public sealed class ClosedComparisonTests
{
    private static readonly HashSet<string> None = [];
    private static readonly HashSet<string> Team = ["team"];

    public static TheoryData<string, string, string> SameMeaning => new()
    {
        { "memory in another spelling", Limits("1Gi"), Limits("1073741824") },
        { "cpu in another spelling", Limits("0.5"), Limits("500m") },
        { "an exponent", Limits("1e3"), Limits("1k") },
        { "null and absent", "{'name':'a','workingDir':null}", "{'name':'a'}" },
        { "an empty list and none", "{'name':'a','args':[]}", "{'name':'a'}" },
        { "empty resources and none", "{'name':'a','resources':{}}", "{'name':'a'}" },
        { "an empty variable and none", "{'name':'a','env':[{'name':'A','value':''}]}", "{'name':'a','env':[{'name':'A'}]}" },
        { "the order of containers", "{'name':'a'},{'name':'b'}", "{'name':'b'},{'name':'a'}" },
        { "the order of ports", Ports("80", "443"), Ports("443", "80") },
        { "what the server does not keep", "{'name':'a','tty':false,'volumeMounts':[{'mountPath':'/a','readOnly':false}],'readinessProbe':{'periodSeconds':9,'initialDelaySeconds':0}}",
          "{'name':'a','volumeMounts':[{'mountPath':'/a'}],'readinessProbe':{'periodSeconds':9}}" },
        { "the default protocol", "{'name':'a','ports':[{'containerPort':80}]}", "{'name':'a','ports':[{'containerPort':80}]}" },
    };

    public static TheoryData<string, string, string, string> OtherMeaning => new()
    {
        { "an image", "{'name':'a','image':'x:1'}", "{'name':'a','image':'x:2'}", "spec.template.spec.containers[name=a].image" },
        { "a new container", "{'name':'a'}", "{'name':'a'},{'name':'sidecar'}", "spec.template.spec.containers[name=sidecar]" },
        { "a container gone", "{'name':'a'},{'name':'b'}", "{'name':'a'}", "spec.template.spec.containers[name=b]" },
        { "another quantity", Limits("1Gi"), Limits("2Gi"), "spec.template.spec.containers[name=a].resources.limits.memory" },
        { "the order of variables", Env("A", "B"), Env("B", "A"), "spec.template.spec.containers[name=a].env" },
        { "the order of arguments", "{'name':'a','args':['x','y']}", "{'name':'a','args':['y','x']}",
          "spec.template.spec.containers[name=a].args[0] spec.template.spec.containers[name=a].args[1]" },
        { "an argument more", "{'name':'a','args':['x']}", "{'name':'a','args':['x','y']}", "spec.template.spec.containers[name=a].args[1]" },
        { "two variables of one name", Env("A", "A"), Env("A"), "spec.template.spec.containers[name=a].env[1]" },
        { "false where nothing means otherwise", "{'name':'a','securityContext':{'allowPrivilegeEscalation':false,'runAsUser':0}}", "{'name':'a','securityContext':{'runAsUser':0}}",
          "spec.template.spec.containers[name=a].securityContext.allowPrivilegeEscalation" },
        { "true and nothing", "{'name':'a'}", "{'name':'a','stdin':true}", "spec.template.spec.containers[name=a].stdin" },
        { "a number and a text", "{'name':'a','x':80}", "{'name':'a','x':'80'}", "spec.template.spec.containers[name=a].x" },
        { "an empty object where it says something", "{'name':'a','livenessProbe':{'httpGet':{}}}", "{'name':'a','livenessProbe':{}}",
          "spec.template.spec.containers[name=a].livenessProbe.httpGet" },
    };

    [Theory]
    [MemberData(nameof(SameMeaning))]
    public void Another_spelling_is_no_difference(string what, string before, string after) =>
        Assert.True(Paths(Objects.Deployment(before), Objects.Deployment(after)).Length == 0, what);

    [Theory]
    [MemberData(nameof(OtherMeaning))]
    public void A_difference_names_its_field(string what, string before, string after, string paths)
    {
        Assert.Equal(paths, Paths(Objects.Deployment(before), Objects.Deployment(after)));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void An_undeclared_label_is_free() =>
        Assert.Empty(Paths(Objects.Deployment(""), Objects.Deployment("", labels: "{'mine':'x'}")));

    [Fact]
    public void A_declared_label_is_closed() =>
        Assert.Equal("metadata.labels.team", Paths(Objects.Deployment("", labels: "{'team':'a'}"), Objects.Deployment(""), Team));

    [Theory]
    [InlineData("gitopsguard.dev/sync")]
    [InlineData("argocd.argoproj.io/compare-options")]
    [InlineData("kubectl.kubernetes.io/last-applied-configuration")]
    [InlineData("sidecar.istio.io/inject")]
    public void An_acting_annotation_is_closed_though_undeclared(string key) => Assert.Equal(
        $"metadata.annotations[\"{key}\"]",
        Paths(Objects.Deployment(""), Objects.Deployment("", annotations: $"{{'{key}':'x'}}")));

    [Fact]
    public void An_owner_reference_is_closed()
    {
        var before = Objects.Json("{'metadata':{'name':'a'}}");
        var after = Objects.Json("{'metadata':{'name':'a','ownerReferences':[{'uid':'u','name':'x'}]}}");
        Assert.Equal("metadata.ownerReferences", Paths(before, after));
    }

    [Fact]
    public void A_rollout_restart_is_open()
    {
        var before = Objects.Json("{'spec':{'template':{'spec':{}}}}");
        var after = Objects.Json("{'spec':{'template':{'metadata':{'annotations':{'kubectl.kubernetes.io/restartedAt':'now'}},'spec':{}}}}");
        Assert.Empty(Paths(before, after));
    }

    [Fact]
    public void What_comes_with_a_rollout_restart_is_not_open()
    {
        var before = Objects.Json("{'spec':{'template':{'spec':{}}}}");
        var after = Objects.Json("{'spec':{'template':{'metadata':{'annotations':{'kubectl.kubernetes.io/restartedAt':'now','x':'y'}},'spec':{}}}}");
        Assert.Equal("spec.template.metadata.annotations.x", Paths(before, after));
    }

    [Fact]
    public void A_custom_resource_is_compared_literally()
    {
        var before = Objects.Json("{'spec':{'resources':{'limits':{'memory':'1Gi'}}}}");
        var after = Objects.Json("{'spec':{'resources':{'limits':{'memory':'1024Mi'}}}}");
        var identity = new ObjectIdentity("example.com", "Widget", "shop", "w");
        var region = ClosedRegion.For(identity, "example.com/v1", None, None, []);
        Assert.Single(ClosedComparison.Differences(before, after, region));
    }

    [Fact]
    public void A_quantity_in_a_config_map_is_text()
    {
        var region = ClosedRegion.For(new("", "ConfigMap", "shop", "c"), "v1", None, None, []);
        Assert.Single(ClosedComparison.Differences(
            Objects.Json("{'data':{'limits':'1Gi'}}"), Objects.Json("{'data':{'limits':'1024Mi'}}"), region));
    }

    [Fact]
    public void Drift_leaves_out_what_controllers_write()
    {
        var identity = new ObjectIdentity("apps", "Deployment", "shop", "web");
        var before = Objects.Deployment("");
        var after = Objects.Deployment("", annotations: "{'deployment.kubernetes.io/revision':'1'}");
        Assert.Empty(ClosedComparison.Differences(before, after, ClosedRegion.ForDrift(identity, "apps/v1", None, None, [])));
        Assert.Single(ClosedComparison.Differences(before, after, ClosedRegion.For(identity, "apps/v1", None, None, [])));
    }

    [Fact]
    public void A_tree_nested_very_deep_is_compared()
    {
        static string Nested(string core) => $"{{'spec':{string.Concat(Enumerable.Repeat("{'a':", 9000))}{core}{new string('}', 9000)}}}";
        var options = new JsonDocumentOptions { MaxDepth = 20_000 };
        using var before = JsonDocument.Parse(Nested("1").Replace('\'', '"'), options);
        using var after = JsonDocument.Parse(Nested("2").Replace('\'', '"'), options);
        var region = ClosedRegion.For(new("example.com", "Widget", "", "w"), "example.com/v1", None, None, []);
        Assert.Single(ClosedComparison.Differences(before.RootElement, after.RootElement, region));
    }

    private static string Paths(JsonElement before, JsonElement after, HashSet<string>? labels = null)
    {
        var identity = new ObjectIdentity("apps", "Deployment", "shop", "web");
        var region = ClosedRegion.For(identity, "apps/v1", labels ?? None, None, []);
        return string.Join(' ', ClosedComparison.Differences(before, after, region).Select(difference => difference.Path));
    }

    private static string Limits(string memory) => "{'name':'a','resources':{'limits':{'memory':'" + memory + "'}}}";

    private static string Ports(params string[] ports) =>
        "{'name':'a','ports':[" + string.Join(',', ports.Select(port => $"{{'containerPort':{port},'protocol':'TCP'}}")) + "]}";

    private static string Env(params string[] names) =>
        "{'name':'a','env':[" + string.Join(',', names.Select(name => $"{{'name':'{name}'}}")) + "]}";
}
