using System.Text.Json;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Core.Tests.Admission;

public sealed class PolicyReaderTests
{
    private readonly List<string> _faults = [];

    [Fact]
    public void An_empty_policy_enforces_everywhere()
    {
        var policy = Compile("{}");
        Assert.Equal(PolicyMode.Enforce, policy.Mode);
        Assert.True(policy.CoversNamespace("any", NoLabels));
    }

    [Fact]
    public void Mode_namespaces_and_messages_are_taken_over()
    {
        var policy = Compile("{'mode':'Warn','namespaces':['shop'],'messages':'Minimal','unsure':'Allow'}");
        Assert.Equal((PolicyMode.Warn, true, true), (policy.Mode, policy.MinimalMessages, policy.AllowUnsure));
        Assert.True(policy.CoversNamespace("shop", NoLabels));
        Assert.False(policy.CoversNamespace("other", NoLabels));
    }

    [Fact]
    public void An_account_that_is_named_as_a_user_is_trusted_as_an_account()
    {
        var policy = Compile("{'trusted':[{'user':'system:serviceaccount:a:b'},{'user':'jane'}]}");
        Assert.Equal(["a/b"], policy.TrustedAccounts);
        Assert.Equal(["jane"], policy.TrustedUsers);
    }

    [Fact]
    public void Only_an_account_marked_as_impersonated_is_trusted_by_name()
    {
        var policy = Compile("{'trusted':[{'serviceAccount':{'namespace':'a','name':'b'}},{'serviceAccount':{'namespace':'c','name':'d'},'impersonated':true}]}");
        Assert.Equal(["a/b", "c/d"], policy.TrustedAccounts.Order());
        Assert.Equal(["system:serviceaccount:c:d"], policy.TrustedUsers);
    }

    [Fact]
    public void A_path_that_cannot_be_read_stays_closed_and_is_reported()
    {
        var policy = Compile("{'open':[{'kinds':['Deployment'],'paths':['spec.!','spec.replicas']}]}");
        Assert.Equal("spec.replicas", Assert.Single(Assert.Single(policy.Openings).Paths).ToString());
        Assert.Single(_faults);
    }

    [Fact]
    public void A_policy_that_cannot_be_read_enforces()
    {
        var policy = Compile("{'mode':7}");
        Assert.Equal(PolicyMode.Enforce, policy.Mode);
        Assert.Single(_faults);
    }

    [Fact]
    public void Selectors_kinds_scope_and_operations_are_taken_over()
    {
        var policy = Compile("{'scope':'Sealed','namespaceSelector':{'matchLabels':{'stage':'prod'}},'kinds':['Deployment'],'operations':{'exec':'Deny'}}");
        Assert.True(policy.Sealed);
        Assert.True(policy.CoversNamespace("shop", key => key == "stage" ? "prod" : null));
        Assert.False(policy.CoversNamespace("shop", NoLabels));
        Assert.Equal((Permission.Deny, Permission.Allow, Permission.Warn), (policy.Operations.Exec, policy.Operations.Eviction, policy.Operations.EphemeralContainers));
        Assert.Equal(["Deployment"], policy.Kinds);
        Assert.Empty(_faults);
    }

    [Fact]
    public void A_selector_that_cannot_be_read_covers_everything_and_is_reported()
    {
        var policy = Compile("{'namespaceSelector':{'matchExpressions':[{'key':'a','operator':'Near'}]},'operations':{'exec':'Perhaps'}}");
        Assert.True(policy.CoversNamespace("shop", NoLabels));
        Assert.Equal(Permission.Deny, policy.Operations.Exec);
        Assert.Equal(2, _faults.Count);
    }

    [Theory]
    [InlineData("{'scope':'Sealed','trusted':[{'group':'sre'}]}", "would lock namespace kube-system")]
    [InlineData("{'scope':'Sealed','namespaces':['gitopsguard-system'],'trusted':[{'group':'sre'}]}", "would lock namespace gitopsguard-system")]
    [InlineData("{'scope':'Sealed','namespaces':['shop']}", "spec.trusted: Sealed without a trusted writer")]
    [InlineData("{'open':[{'paths':['spec.!']}]}", "spec.open[0].paths")]
    public void A_policy_that_is_wrong_or_locks_the_cluster_out_is_refused_whoever_writes_it(string spec, string reason)
    {
        var decision = Guard.Decide(Cluster.Create(Object(spec), Cluster.User("root", "system:masters")), Cluster.Snapshot);
        Assert.Equal((Verdict.Denied, "policy-fault"), (decision.Verdict, decision.Rule));
        Assert.Contains(reason, decision.Message);
    }

    [Fact]
    public void A_sealed_policy_that_leaves_the_system_alone_is_accepted_from_an_installer()
    {
        var request = Cluster.Create(Object("{'scope':'Sealed','namespaces':['shop'],'trusted':[{'group':'sre'}]}"), Cluster.User("root", "system:masters"));
        Assert.Equal(Verdict.Allowed, Guard.Decide(request, Cluster.Snapshot).Verdict);
    }

    private static string? NoLabels(string key) => null;

    private static JsonElement Object(string spec) => Objects.Json($"{{'apiVersion':'gitopsguard.dev/v1alpha1','kind':'GuardPolicy','metadata':{{'name':'p'}},'spec':{spec}}}");

    private Policy Compile(string spec) => PolicyReader.Read(Object(spec), _faults.Add);
}
