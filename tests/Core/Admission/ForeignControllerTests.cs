using System.Text.Json;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>Controllers that write beside Git: each its own part, and what Git declares only with a policy's leave or a warning.</summary>
public sealed class ForeignControllerTests
{
    private static readonly UserInfo Flagger = Cluster.Account("flagger-system", "flagger", "uid-fl");
    private static readonly UserInfo PullSecrets = Cluster.Account("openshift-infra", "serviceaccount-pull-secrets-controller", "uid-ps");
    private static readonly UserInfo ControllerManager = Cluster.Certified("system:kube-controller-manager");

    private static readonly Snapshot Snapshot = Cluster.Snapshot with
    {
        Accounts = Cluster.Snapshot.Accounts.Add("flagger-system/flagger", "uid-fl").Add("openshift-infra/serviceaccount-pull-secrets-controller", "uid-ps"),
        Inventory = Cluster.Snapshot.Inventory.With("team-shop/web-1",
        [
            Cluster.Declare("", "ServiceAccount", "bare", "bare.yaml"),
            Cluster.Declare("", "ServiceAccount", "pulls", "pulls.yaml", ("imagePullSecrets", 4)),
            new(new("apps", "Deployment", "kube-system", "coredns"), Cluster.Source, "dns.yaml", 0, 1, new([KeyValuePair.Create("spec.replicas", 5)])),
        ]),
    };

    private static readonly Dictionary<string, (AdmissionRequest Request, string Ends)> Table = new()
    {
        ["Flagger scales what Git declares"] = (Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':0"), Flagger), "denied"),
        ["Flagger scales what Git declares by its scale"] = (Cluster.Scale("web", 3, 0, Flagger), "denied"),
        ["the controller manager enters a token's Secret in an account"] = (Account("bare", "", "'secrets':[{'name':'t'}]", ControllerManager), "allowed"),
        ["an impersonated controller manager does"] = (Account("bare", "", "'secrets':[{'name':'t'}]", Cluster.User("system:kube-controller-manager")), "denied"),
        ["a pull secret is added to an account"] = (Account("bare", "", "'imagePullSecrets':[{'name':'r'}]", PullSecrets), "allowed"),
        ["a pull secret is added by a person"] = (Account("bare", "", "'imagePullSecrets':[{'name':'r'}]", Cluster.Bob), "denied"),
        ["a declared pull secret is replaced"] = (Account("pulls", "'imagePullSecrets':[{'name':'a'}]", "'imagePullSecrets':[{'name':'r'}]", PullSecrets), "denied"),
        ["the controller manager fills the Secret of a token"] = (Token("'data':{'token':'eA=='}", ControllerManager), "allowed"),
        ["the controller manager adds another key"] = (Token("'data':{'other':'eA=='}", ControllerManager), "denied"),
        ["an addon manager changes what Git declares"] = (Coredns(AddonManager("eks:addon-manager")), "warned"),
        ["an addon manager with a certificate does"] = (Coredns(Cluster.Certified("system:addon-manager")), "warned"),
        ["an impersonated addon manager does"] = (Coredns(Cluster.User("eks:addon-manager")), "denied"),
        ["an administrator does"] = (Coredns(Cluster.Certified("kubernetes-admin")), "denied"),
        ["an addon manager changes what is not its own"] = (Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"), AddonManager("eks:addon-manager")), "denied"),
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_of_the_table_ends_as_it_says(string row) => Assert.Equal(Table[row].Ends, Ends(Guard.Decide(Table[row].Request, Snapshot)));

    [Fact]
    public void Flagger_scales_what_Git_leaves_open()
    {
        var index = InventoryIndex.Empty.With("s", [new(new("apps", "Deployment", "shop", "web"), Cluster.Source, "f", 0, 1, DeclaredLines.None)]);
        Assert.Equal("allowed", Ends(Guard.Decide(Table["Flagger scales what Git declares"].Request, Snapshot with { Inventory = index })));
    }

    [Fact]
    public void A_policy_opens_declared_replicas_to_Flagger_alone()
    {
        var opening = new Policy.Opening(["Deployment"], [Core.Closed.OpenPath.Parse("spec.replicas")], [Flagger.Name]);
        var snapshot = Snapshot with { Policies = [Policy.CompiledIn with { Openings = [opening] }] };
        Assert.Equal("allowed", Ends(Guard.Decide(Table["Flagger scales what Git declares"].Request, snapshot)));
        Assert.Equal("allowed", Ends(Guard.Decide(Table["Flagger scales what Git declares by its scale"].Request, snapshot)));
        Assert.Equal("denied", Ends(Guard.Decide(Table["Flagger scales what Git declares"].Request with { User = Cluster.User(Flagger.Name) }, snapshot)));
    }

    [Fact]
    public void A_warning_says_how_to_keep_what_was_recorded()
    {
        var decision = Guard.Decide(Table["an addon manager changes what Git declares"].Request, Snapshot);
        Assert.Equal(["Deployment kube-system/coredns is managed by Git: change it there, or the reconciler will undo this"], decision.Warnings);
        Assert.Equal($"to keep it, open it as a pull request: kubectl gitops propose {decision.Change!.Id}", decision.WarningRecorded);
        Assert.Equal(PolicyMode.Enforce, decision.Objection!.Mode);
    }

    [Fact]
    public void A_certificate_in_the_name_of_an_addon_manager_is_not_asked_for() =>
        Assert.True(GuardedAccounts.Trusts("eks:addon-manager", [], Snapshot));

    private static string Ends(Decision decision) => decision.Verdict == Verdict.Denied ? "denied" : decision.Warnings.IsEmpty ? "allowed" : "warned";

    private static UserInfo AddonManager(string name) => new(name, "aws-iam-authenticator:1:A", [], default);

    private static AdmissionRequest Coredns(UserInfo user) => Cluster.Update(Dns(2), Dns(4), user);

    private static JsonElement Dns(int replicas) => Objects.Json(
        $"{{'apiVersion':'apps/v1','kind':'Deployment','metadata':{{'name':'coredns','namespace':'kube-system'}},'spec':{{'replicas':{replicas}}}}}");

    private static AdmissionRequest Account(string name, string before, string after, UserInfo user) =>
        Cluster.Update(Cluster.Managed("v1", "ServiceAccount", name, More(before)), Cluster.Managed("v1", "ServiceAccount", name, More(after)), user);

    private static AdmissionRequest Token(string after, UserInfo user) =>
        Cluster.Update(Cluster.Managed("v1", "Secret", "db", ""), Cluster.Managed("v1", "Secret", "db", More(after)), user);

    private static string More(string members) => members.Length == 0 ? "" : $",{members}";
}
