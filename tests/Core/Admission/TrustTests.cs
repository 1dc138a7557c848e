using GitOpsGuard.Core.Admission;
using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>Whom a policy lets write beside the reconciler, and what proof that takes.</summary>
public sealed class TrustTests
{
    private static AdmissionRequest Change => Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"));

    [Fact]
    public void A_trusted_account_writes_only_when_it_is_proven()
    {
        var snapshot = Cluster.Snapshot with { Policies = [Policy.CompiledIn with { TrustedAccounts = ["ci/deployer"] }] };
        Assert.Equal(Verdict.Allowed, Guard.Decide(Change with { User = Cluster.Account("ci", "deployer", "uid-ci") }, snapshot).Verdict);
        Assert.Equal(Verdict.Denied, Guard.Decide(Change with { User = Cluster.User("system:serviceaccount:ci:deployer") }, snapshot).Verdict);
        Assert.Equal(Verdict.Denied, Guard.Decide(Cluster.Token("ci", "deployer"), snapshot).Verdict);
    }

    [Fact]
    public void A_trusted_group_of_accounts_writes_only_when_the_account_is_proven()
    {
        const string Group = "system:serviceaccounts:ci";
        var snapshot = Cluster.Snapshot with { Policies = [Policy.CompiledIn with { TrustedGroups = [Group] }] };
        Assert.Equal(Verdict.Allowed, Guard.Decide(Change with { User = Cluster.Account("ci", "deployer", "uid-ci") with { Groups = [Group] } }, snapshot).Verdict);
        Assert.Equal(Verdict.Denied, Guard.Decide(Change with { User = Cluster.User("system:serviceaccount:ci:deployer", Group) }, snapshot).Verdict);
    }

    [Fact]
    public void An_open_field_is_open_to_the_named_actors_alone()
    {
        var opening = new Policy.Opening(["Deployment"], [OpenPath.Parse("spec.replicas")], ["bob"]);
        var snapshot = Cluster.Snapshot with { Policies = [Policy.CompiledIn with { Openings = [opening] }] };
        Assert.Equal(Verdict.Allowed, Guard.Decide(Change, snapshot).Verdict);
        Assert.Equal(Verdict.Allowed, Guard.Decide(Cluster.Scale("web", 3, 5, Cluster.User("bob")), snapshot).Verdict);
        Assert.Equal(Verdict.Denied, Guard.Decide(Change with { User = Cluster.User("carol") }, snapshot).Verdict);
    }

    [Fact]
    public void An_open_field_is_open_to_a_named_account_only_when_it_is_proven()
    {
        var opening = new Policy.Opening([], [OpenPath.Parse("spec.replicas")], ["system:serviceaccount:ci:deployer"]);
        var snapshot = Cluster.Snapshot with { Policies = [Policy.CompiledIn with { Openings = [opening] }] };
        Assert.Equal(Verdict.Allowed, Guard.Decide(Change with { User = Cluster.Account("ci", "deployer", "uid-ci") }, snapshot).Verdict);
        Assert.Equal(Verdict.Denied, Guard.Decide(Change with { User = Cluster.User("system:serviceaccount:ci:deployer") }, snapshot).Verdict);
    }
}
