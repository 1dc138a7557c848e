using System.Text.Json;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>What is warned about although Git does not declare it: it reaches the pods of a managed workload, or they read it.</summary>
public sealed class AdviceTests
{
    private const string Selects = "selects the pods of Deployment shop/web, which is managed by Git";

    private static readonly JsonElement Workload = Objects.Json("""
        {'metadata':{'labels':{'level':'workload'}},'spec':{'template':{'metadata':{'labels':{'app':'web','tier':'front'}},'spec':{
          'imagePullSecrets':[{'name':'pull'}],
          'volumes':[{'configMap':{'name':'mounted'}},{'secret':{'secretName':'keys'}},{'projected':{'sources':[{'configMap':{'name':'part'}},{'secret':{'name':'half'}}]}},{'emptyDir':{}}],
          'initContainers':[{'name':'i','envFrom':[{'configMapRef':{'name':'first'}},{'secretRef':{'name':'whole'}}]}],
          'containers':[{'name':'c','env':[{'name':'A','valueFrom':{'configMapKeyRef':{'name':'tunables','key':'a'}}},{'name':'B','valueFrom':{'secretKeyRef':{'name':'login','key':'b'}}},{'name':'C','value':'c'}]}]}}}}
        """);

    private static readonly Snapshot Snapshot = Cluster.Snapshot with
    {
        Inventory = Cluster.Snapshot.Inventory.With("team-shop/web-1", [Cluster.Declare("apps", "Deployment", "web", "f") with { Pods = new(PodTemplate.LinesOf(Workload)!) }]),
    };

    [Theory]
    [InlineData("v1", "Service", "{'selector':{'app':'web'}}", $"Service shop/new {Selects}")]
    [InlineData("v1", "Service", "{'selector':{'app':'other'}}", "")]
    [InlineData("v1", "Service", "{'selector':{'level':'workload'}}", "")]
    [InlineData("v1", "Service", "{'selector':{}}", "")]
    [InlineData("v1", "Service", "{'externalName':'a.example'}", "")]
    [InlineData("networking.k8s.io/v1", "NetworkPolicy", "{'podSelector':{}}", $"NetworkPolicy shop/new {Selects}")]
    [InlineData("networking.k8s.io/v1", "NetworkPolicy", "{'podSelector':{'matchLabels':{'tier':'back'}}}", "")]
    [InlineData("policy/v1", "PodDisruptionBudget", "{'selector':{'matchExpressions':[{'key':'tier','operator':'In','values':['front']}]}}", $"PodDisruptionBudget shop/new {Selects}")]
    [InlineData("policy/v1", "PodDisruptionBudget", "{'minAvailable':1}", "")]
    public void Who_selects_the_pods_of_a_managed_workload_is_told(string apiVersion, string kind, string spec, string told) =>
        Assert.Equal(told, Warned(Cluster.Create(New(apiVersion, kind, $",'spec':{spec}"))));

    [Theory]
    [InlineData("discovery.k8s.io/v1", "EndpointSlice", "new", "EndpointSlice shop/new adds addresses to Service shop/web, which is managed by Git")]
    [InlineData("v1", "Endpoints", "web", "Endpoints shop/web adds addresses to Service shop/web, which is managed by Git")]
    [InlineData("v1", "Endpoints", "other", "")]
    public void Who_adds_addresses_to_a_managed_Service_is_told(string apiVersion, string kind, string name, string told) =>
        Assert.Equal(told, Warned(Cluster.Create(New(apiVersion, kind, "", name, ",'labels':{'kubernetes.io/service-name':'web'}"))));

    [Theory]
    [InlineData("ConfigMap", "mounted")]
    [InlineData("ConfigMap", "part")]
    [InlineData("ConfigMap", "first")]
    [InlineData("ConfigMap", "tunables")]
    [InlineData("Secret", "keys")]
    [InlineData("Secret", "half")]
    [InlineData("Secret", "whole")]
    [InlineData("Secret", "login")]
    [InlineData("Secret", "pull")]
    public void Who_changes_what_the_pods_of_a_managed_workload_read_is_told(string kind, string name)
    {
        var (before, after) = (New("v1", kind, ",'data':{'a':'MQ=='}", name), New("v1", kind, ",'data':{'a':'Mg=='}", name));
        var told = $"{kind} shop/{name} is read by the pods of Deployment shop/web, which is managed by Git";

        Assert.Equal(told, Warned(Cluster.Create(after)));
        Assert.Equal(told, Warned(Cluster.Update(before, after)));
        Assert.Equal(told, Warned(Cluster.Delete(after)));
        Assert.Equal("", Warned(Cluster.Update(before, New("v1", kind, ",'data':{'a':'MQ=='}", name, ",'labels':{'x':'y'}"))));
        Assert.Equal("", Warned(Cluster.Update(before, after) with { Namespace = "elsewhere" }));
    }

    [Fact]
    public void What_no_pod_of_a_managed_workload_reads_is_nobodys_matter()
    {
        Assert.Equal("", Warned(Cluster.Create(New("v1", "ConfigMap", ",'data':{'a':'1'}", "login"))));
        Assert.Equal("", Warned(Cluster.Create(New("v1", "Secret", ",'data':{'a':'MQ=='}", "tunables"))));
    }

    [Fact]
    public void A_selector_that_stays_is_not_told_again()
    {
        var (before, after) = (New("v1", "Service", ",'spec':{'selector':{'app':'web'}}"), New("v1", "Service", ",'spec':{'selector':{'app':'web'},'type':'NodePort'}"));

        Assert.Equal("", Warned(Cluster.Update(before, after)));
    }

    [Theory]
    [InlineData(PolicyMode.Enforce, 1)]
    [InlineData(PolicyMode.Warn, 1)]
    [InlineData(PolicyMode.Audit, 0)]
    public void The_policy_of_the_workload_says_whether_anybody_is_told(PolicyMode mode, int warnings)
    {
        var service = Cluster.Create(New("v1", "Service", ",'spec':{'selector':{'app':'web'}}"));

        Assert.Equal(warnings, Guard.Decide(service, Snapshot with { Policies = [Policy.CompiledIn with { Mode = mode }] }).Warnings.Length);
        Assert.Empty(Guard.Decide(service, Snapshot with { Policies = [Policy.CompiledIn with { Kinds = ["Ingress"] }] }).Warnings);
        Assert.Empty(Guard.Decide(service, Snapshot with { Policies = [Policy.CompiledIn with { Mode = mode, TrustedUsers = ["bob"] }] }).Warnings);
    }

    [Fact]
    public void Where_everything_is_sealed_it_is_denied()
    {
        var sealing = Snapshot with { Policies = [Policy.CompiledIn with { Sealed = true }] };

        Assert.Equal(Verdict.Denied, Guard.Decide(Cluster.Create(New("v1", "Service", ",'spec':{'selector':{'app':'web'}}")), sealing).Verdict);
    }

    [Theory]
    [InlineData("{'kind':'CronJob','spec':{'jobTemplate':{'spec':{'template':{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[]}}}}}}", true)]
    [InlineData("{'kind':'Pod','metadata':{'labels':{'a':'b'}},'spec':{'containers':[]}}", true)]
    [InlineData("{'kind':'ConfigMap','metadata':{'labels':{'a':'b'}},'data':{}}", false)]
    [InlineData("{'kind':'Certificate','metadata':{'labels':{'a':'b'}},'spec':{'template':{'metadata':{'labels':{'a':'b'}}}}}", false)]
    public void Whatever_makes_pods_is_a_workload(string obj, bool isWorkload)
    {
        Assert.Equal(isWorkload ? ["a=b"] : null, PodTemplate.LinesOf(Objects.Json(obj)));
    }

    [Fact]
    public void A_workload_that_leaves_its_shard_is_forgotten()
    {
        var moved = Snapshot.Inventory.With("team-shop/web-1", []);

        Assert.Single(Snapshot.Inventory.WorkloadsOf("shop"));
        Assert.Empty(moved.WorkloadsOf("shop"));
    }

    private static string Warned(AdmissionRequest request)
    {
        var decision = Guard.Decide(request, Snapshot);
        Assert.Equal(Verdict.Allowed, decision.Verdict);
        return decision.Warnings is [var warning] ? warning : "";
    }

    private static JsonElement New(string apiVersion, string kind, string more, string name = "new", string metadata = "") => Objects.Json(
        $"{{'apiVersion':'{apiVersion}','kind':'{kind}','metadata':{{'name':'{name}','namespace':'shop'{metadata}}}{more}}}");
}
