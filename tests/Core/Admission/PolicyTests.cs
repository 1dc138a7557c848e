using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>What each field of a policy does.</summary>
public sealed class PolicyTests
{
    private static readonly AdmissionRequest Change = Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"));
    private static readonly AdmissionRequest Free = Cluster.Update(Cluster.Unmanaged("free"), Cluster.Unmanaged("free", 2));

    [Fact]
    public void A_namespace_selector_covers_the_namespaces_whose_labels_it_selects()
    {
        var policy = Policy.CompiledIn with { NamespaceSelector = Selector("stage", "prod") };
        Assert.Equal(Verdict.Allowed, Decide(Change, policy).Verdict);
        Assert.Equal(Verdict.Denied, Decide(Change, policy, ("shop", "stage", "prod")).Verdict);
        Assert.Equal(Verdict.Allowed, Decide(Change, policy, ("shop", "stage", "test")).Verdict);
    }

    [Fact]
    public void A_namespace_selector_covers_no_cluster_scoped_object()
    {
        var policy = Policy.CompiledIn with { NamespaceSelector = new LabelSelector([]) };
        Assert.Empty(new Snapshot { Policies = [policy] }.PoliciesFor(new("rbac.authorization.k8s.io", "ClusterRole", "", "admin")));
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public void An_object_selector_looks_at_the_labels_before_and_after(string side)
    {
        var policy = Policy.CompiledIn with { ObjectSelector = Selector("tier", "web") };
        var labelled = Cluster.Deployment(labels: ",'tier':'web'");
        var request = side == "before" ? Cluster.Update(labelled, Cluster.Deployment(spec: "'replicas':5")) : Cluster.Update(Cluster.Deployment(), Cluster.Deployment(labels: ",'tier':'web'", spec: "'replicas':5"));
        Assert.Equal(Verdict.Denied, Decide(request, policy).Verdict);
        Assert.Equal(Verdict.Allowed, Decide(Change, policy).Verdict);
    }

    [Theory]
    [InlineData("Deployment", Verdict.Denied)]
    [InlineData("Deployment.apps", Verdict.Denied)]
    [InlineData("Deployment.example.com", Verdict.Allowed)]
    [InlineData("Service", Verdict.Allowed)]
    public void Kinds_narrow_what_is_covered(string kind, Verdict verdict) =>
        Assert.Equal(verdict, Decide(Change, Policy.CompiledIn with { Kinds = [kind] }).Verdict);

    [Fact]
    public void A_sealed_namespace_is_closed_to_what_Git_does_not_declare()
    {
        var policy = Policy.CompiledIn with { Sealed = true, Namespaces = ["shop"] };
        Assert.Equal((Verdict.Denied, "closed-fields"), Judged(Free, policy));
        Assert.Equal((Verdict.Denied, "deletion"), Judged(Cluster.Delete(Cluster.Unmanaged("free")), policy));
        Assert.Equal((Verdict.Denied, "creation"), Judged(Cluster.Create(Cluster.Unmanaged("new")), policy));
        Assert.Equal((Verdict.Denied, "closed-fields"), Judged(Cluster.Update(Cluster.Deployment(), Cluster.Deployment(annotations: ",'note':'x'")), policy));
        Assert.Contains("Deployment shop/free lies where everything is sealed, so this change was denied.", Decide(Free, policy).Message);
    }

    [Fact]
    public void A_sealed_namespace_is_open_to_the_controllers_of_the_cluster_and_to_the_reconciler()
    {
        var policy = Policy.CompiledIn with { Sealed = true, Namespaces = ["shop"] };
        var pod = Sample.Child("Pod", "free-5d4f-x", "ReplicaSet", "free-5d4f", "");
        Assert.Equal(Verdict.Allowed, Decide(Cluster.Create(pod, Cluster.Account("kube-system", "replicaset-controller", "uid-rs")), policy).Verdict);
        Assert.Equal(Verdict.Allowed, Decide(Cluster.Create(Cluster.Unmanaged("new"), Cluster.Reconciler), policy).Verdict);
        Assert.Equal(Verdict.Denied, Decide(Cluster.Create(pod), policy).Verdict);
    }

    [Fact]
    public void Outside_of_a_sealed_namespace_nothing_more_is_closed() =>
        Assert.Equal(Verdict.Allowed, Decide(Free, Policy.CompiledIn with { Sealed = true, Namespaces = ["other"] }).Verdict);

    [Theory]
    [InlineData(Permission.Allow, "allowed")]
    [InlineData(Permission.Warn, "warned")]
    [InlineData(Permission.Deny, "denied")]
    public void A_policy_says_what_becomes_of_a_shell_in_a_managed_pod(Permission permission, string ends)
    {
        var decision = Decide(Cluster.Connect("shop", "web-5d4f-x"), Policy.CompiledIn with { Operations = new() { Exec = permission } });
        Assert.Equal((ends, "operation"), (decision.Verdict == Verdict.Denied ? "denied" : decision.Warnings.IsEmpty ? "allowed" : "warned", decision.Rule));
    }

    [Fact]
    public void A_policy_may_forbid_a_rollout_restart()
    {
        var restart = Cluster.Update(
            Cluster.Deployment(),
            Cluster.Deployment(spec: "'replicas':3,'template':{'metadata':{'annotations':{'kubectl.kubernetes.io/restartedAt':'now'}}}"));
        Assert.Equal(Verdict.Allowed, Decide(restart, Policy.CompiledIn).Verdict);
        Assert.Equal(Verdict.Denied, Decide(restart, Policy.CompiledIn with { Operations = new() { RolloutRestart = Permission.Deny } }).Verdict);
    }

    [Theory]
    [InlineData("prod", "test", "get out of GuardPolicy default")]
    [InlineData("test", "prod", "come under GuardPolicy default")]
    public void A_namespace_is_not_labelled_out_of_a_policy_or_into_one(string before, string after, string says)
    {
        var policy = Policy.CompiledIn with { NamespaceSelector = Selector("stage", "prod") };
        var decision = Decide(Cluster.Update(Namespace(before), Namespace(after)), policy);
        Assert.Equal((Verdict.Denied, "namespace-labels"), (decision.Verdict, decision.Rule));
        Assert.Contains(says, decision.Message);
        Assert.Equal(Verdict.Allowed, Decide(Cluster.Update(Namespace(before), Namespace(before)), policy).Verdict);
        Assert.Equal(Verdict.Allowed, Decide(Cluster.Update(Namespace(before), Namespace(after), Cluster.User("root", "system:masters")), policy).Verdict);
    }

    [Fact]
    public void A_label_by_which_a_policy_selects_is_closed()
    {
        var policy = Policy.CompiledIn with { ObjectSelector = new LabelSelector([new("tier", "DoesNotExist", [])]) };
        Assert.Equal(Verdict.Denied, Decide(Cluster.Update(Cluster.Deployment(), Cluster.Deployment(labels: ",'tier':'x'")), policy).Verdict);
        Assert.Equal(Verdict.Allowed, Decide(Cluster.Update(Cluster.Deployment(), Cluster.Deployment(labels: ",'other':'x'")), policy).Verdict);
    }

    [Fact]
    public void An_account_is_an_installer_by_proof_alone()
    {
        var snapshot = Cluster.Snapshot with { InstallerUsers = ["system:serviceaccount:ci:deployer", "root"] };
        AdmissionRequest Suspend(UserInfo user) => Cluster.Update(Sample.Sync("false"), Sample.Sync("true"), user);
        Assert.Equal(Verdict.Allowed, Guard.Decide(Suspend(Cluster.Account("ci", "deployer", "uid-ci")), snapshot).Verdict);
        Assert.Equal(Verdict.Denied, Guard.Decide(Suspend(Cluster.User("system:serviceaccount:ci:deployer")), snapshot).Verdict);
        Assert.Equal(Verdict.Denied, Guard.Decide(Suspend(Cluster.User("system:serviceaccount:ci:other", "system:masters")), snapshot).Verdict);
        Assert.Equal(Verdict.Allowed, Guard.Decide(Suspend(Cluster.User("root")), snapshot).Verdict);
    }

    [Fact]
    public void Openings_add_up_within_one_policy_only()
    {
        var two = Cluster.Update(Cluster.Deployment(spec: "'replicas':3,'paused':false"), Cluster.Deployment(spec: "'replicas':5,'paused':true"));
        Policy Opens(params string[] paths) => Policy.CompiledIn with { Openings = [new([], [.. paths.Select(OpenPath.Parse)], [])] };
        Assert.Equal(Verdict.Allowed, Decide(two, Opens("spec.replicas", "spec.paused")).Verdict);
        var snapshot = Cluster.Snapshot with { Policies = [Opens("spec.replicas"), Opens("spec.paused")] };
        Assert.Equal(Verdict.Denied, Guard.Decide(two, snapshot).Verdict);
    }

    private static JsonElement Namespace(string stage) =>
        Objects.Json($"{{'apiVersion':'v1','kind':'Namespace','metadata':{{'name':'lab','labels':{{'stage':'{stage}'}}}}}}");

    private static LabelSelector Selector(string key, string value) => new([new(key, "In", [value])]);

    private static (Verdict, string) Judged(AdmissionRequest request, Policy policy)
    {
        var decision = Decide(request, policy);
        return (decision.Verdict, decision.Rule);
    }

    private static Decision Decide(AdmissionRequest request, Policy policy, params (string Namespace, string Key, string Value)[] labels)
    {
        var byName = labels.ToImmutableDictionary(
            label => label.Namespace, label => new Dictionary<string, string> { [label.Key] = label.Value }.ToFrozenDictionary());
        return Guard.Decide(request, Cluster.Snapshot with { Policies = [policy], NamespaceLabels = byName });
    }
}
