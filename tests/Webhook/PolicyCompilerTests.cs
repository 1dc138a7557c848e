using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Webhook.Caches;

namespace GitOpsGuard.Webhook.Tests;

public sealed class PolicyCompilerTests
{
    private readonly List<string> _faults = [];

    [Fact]
    public void An_empty_policy_enforces_everywhere()
    {
        var policy = Compile("{}");
        Assert.Equal(PolicyMode.Enforce, policy.Mode);
        Assert.True(policy.Covers(new ObjectIdentity("", "ConfigMap", "any", "c")));
    }

    [Fact]
    public void Mode_namespaces_and_messages_are_taken_over()
    {
        var policy = Compile("{'mode':'Warn','namespaces':['shop'],'messages':'Minimal','unsure':'Allow'}");
        Assert.Equal((PolicyMode.Warn, true, true), (policy.Mode, policy.MinimalMessages, policy.AllowUnsure));
        Assert.True(policy.Covers(new ObjectIdentity("", "Namespace", "", "shop")));
        Assert.False(policy.Covers(new ObjectIdentity("", "ConfigMap", "other", "c")));
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

    private Policy Compile(string spec) =>
        PolicyCompiler.Compile("p", JsonElement.Parse($"{{'metadata':{{'name':'p'}},'spec':{spec}}}".Replace('\'', '"')), _faults.Add);
}
