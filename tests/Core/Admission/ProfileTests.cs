using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>The shipped table of what controllers may do.</summary>
public sealed class ProfileTests
{
    [Fact]
    public void It_knows_forty_controllers_of_the_cluster_and_the_well_known_others()
    {
        var accounts = ControllerProfiles.Named;
        Assert.InRange(accounts.Count(account => account.StartsWith("kube-system/", StringComparison.Ordinal)), 40, 100);
        string[] others =
        [
            "kube-system/vpa-updater", "kube-system/karpenter", "keda/keda-operator", "cert-manager/cert-manager", "external-secrets/external-secrets",
            "argo-rollouts/argo-rollouts", "flagger-system/flagger", "istio-system/istiod", "linkerd/linkerd-proxy-injector",
        ];
        Assert.Empty(others.Except(accounts));
    }

    [Fact]
    public void No_controller_may_write_the_whole_spec_of_a_workload()
    {
        foreach (var account in ControllerProfiles.Named)
        {
            var (ns, name) = (account.Split('/')[0], account.Split('/')[1]);
            var snapshot = Cluster.Snapshot with { Accounts = Cluster.Snapshot.Accounts.SetItem(account, "uid-any") };
            var change = Cluster.Update(
                Cluster.Deployment(spec: "'template':{'spec':{'hostNetwork':false}}"),
                Cluster.Deployment(spec: "'template':{'spec':{'hostNetwork':true}}"),
                Cluster.Account(ns, name, "uid-any"));
            Assert.Equal((account, Verdict.Denied), (account, Guard.Decide(change, snapshot).Verdict));
        }
    }
}
