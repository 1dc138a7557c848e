using System.Collections.Immutable;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>The account of a GitSync reaches that GitSync's objects, with a token from the ledger alone.</summary>
public sealed class TenantTests
{
    private static readonly Tenant Web = new("team-shop", "web", "team-shop/deployer");
    private static readonly Tenant Other = new("team-shop", "other", "team-shop/deployer");

    internal static readonly Snapshot Snapshot = Cluster.Snapshot with
    {
        Syncs = ["team-shop/web", "team-shop/other"],
        Accounts = Cluster.Snapshot.Accounts.Add("team-shop/deployer", "uid-deployer"),
        TenantAccounts = ImmutableDictionary<string, string>.Empty.Add("team-shop/web", "team-shop/deployer").Add("team-shop/other", "team-shop/deployer"),
        Tenants = ImmutableDictionary<string, Tenant>.Empty.Add(TenantLedger.DigestOf("listed"), Web).Add(TenantLedger.DigestOf("others"), Other),
    };

    private static readonly Dictionary<string, (AdmissionRequest Request, string Verdict)> Table = new()
    {
        ["its own object is changed"] = (Change("listed"), "allowed"),
        ["its own object is scaled"] = (Cluster.Scale("web", 3, 5, Deployer("listed")), "allowed"),
        ["its own object is deleted"] = (Cluster.Delete(Cluster.Deployment(), Deployer("listed")), "allowed"),
        ["an object that its GitSync declares is created"] = (Cluster.Create(Cluster.Managed("v1", "ConfigMap", "absent", ""), Deployer("listed")), "allowed"),
        ["an object that its GitSync declares is adopted"] = (Cluster.Update(Cluster.Unmanaged("web"), Cluster.Deployment(), Deployer("listed")), "allowed"),
        ["an object that nobody manages is changed"] = (Cluster.Update(Cluster.Unmanaged("free"), Cluster.Unmanaged("free", 2), Deployer("unlisted")), "allowed"),
        ["the token is not in the ledger"] = (Change("unlisted"), "denied"),
        ["the token is not in the ledger, and the reconciler's field manager is borrowed"] = (Change("unlisted") with { FieldManager = "gitopsguard" }, "denied"),
        ["the token is another GitSync's"] = (Change("others"), "denied"),
        ["another GitSync's object is deleted"] = (Cluster.Delete(Cluster.Deployment(), Deployer("others")), "denied"),
        ["another GitSync's object is taken over"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(id: "team-shop/other:apps/Deployment/shop/web"), Deployer("others")), "denied"),
        ["its own object is handed to another GitSync"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(id: "team-shop/other:apps/Deployment/shop/web"), Deployer("listed")), "denied"),
        ["an object that another GitSync declares is created"] = (Cluster.Create(Cluster.Managed("v1", "ConfigMap", "absent", ""), Deployer("others")), "denied"),
        ["the account is impersonated"] = (Change("listed") with { User = Cluster.User("system:serviceaccount:team-shop:deployer") }, "denied"),
        ["the account is one of an earlier life"] = (Change("listed") with { User = Deployer("listed") with { Uid = "uid-before" } }, "denied"),
        ["another account has the token's id"] = (Change("listed") with { User = Deployer("listed") with { Name = "system:serviceaccount:ci:deployer", Uid = "uid-ci" } }, "denied"),
        ["an own kind is written"] = (Cluster.Update(Sample.Sync("false"), Sample.Sync("true"), Deployer("listed")), "denied"),
        ["the reconciler's token is minted"] = (Cluster.Token("gitopsguard-system", "gitopsguard-reconciler", Deployer("listed")), "denied"),
        ["a namespace that holds its objects alone is deleted"] = (Cluster.Delete(Namespace, Deployer("listed")), "allowed"),
        ["a namespace that holds others' objects is deleted"] = (Cluster.Delete(Namespace, Deployer("others")), "denied"),
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    private static System.Text.Json.JsonElement Namespace => Objects.Json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'shop'}}");

    [Theory]
    [MemberData(nameof(Rows))]
    public void Is_decided_as_the_table_says(string row)
    {
        var (request, verdict) = Table[row];
        Assert.Equal(verdict, Guard.Decide(request, Snapshot).Verdict == Verdict.Allowed ? "allowed" : "denied");
    }

    [Fact]
    public void A_token_that_may_get_into_the_ledger_within_moments_is_worth_waiting_for()
    {
        var written = Change("unlisted") with { FieldManager = "gitopsguard" };
        var decision = Guard.Decide(written, Snapshot);
        Assert.True(decision.IdentityPending);
        Assert.Contains("the token of ServiceAccount team-shop/deployer is none that the reconciler requested", decision.Message);
        Assert.False(Guard.Decide(Change("unlisted"), Snapshot).IdentityPending);
        Assert.False(Guard.Decide(written, Snapshot with { Tenants = Snapshot.Tenants.Add(TenantLedger.DigestOf("unlisted"), Web) }).IdentityPending);
    }

    [Fact]
    public void A_GitSync_that_names_the_account_no_more_takes_its_tokens_their_power()
    {
        Assert.Equal(Verdict.Denied, Guard.Decide(Change("listed"), Snapshot with { TenantAccounts = Snapshot.TenantAccounts.Remove("team-shop/web") }).Verdict);
        Assert.Equal(Verdict.Denied, Guard.Decide(Change("listed"), Snapshot with { TenantAccounts = Snapshot.TenantAccounts.SetItem("team-shop/web", "team-shop/default") }).Verdict);
    }

    [Fact]
    public void The_ledger_holds_digests_alone_and_what_cannot_be_read_lets_nobody_in()
    {
        var entry = TenantLedger.Write(Web, [TenantLedger.DigestOf("listed")]);
        Assert.DoesNotContain("listed", entry);
        var text = new System.Text.Json.Nodes.JsonObject
        {
            ["data"] = new System.Text.Json.Nodes.JsonObject { [TenantLedger.KeyOf("team-shop", "web")] = entry, ["broken"] = "{", ["other"] = "[]", ["nobody"] = """{"tokens":["x"]}""" },
        };
        var read = TenantLedger.Read(System.Text.Json.JsonElement.Parse(text.ToJsonString()));
        Assert.Equal([KeyValuePair.Create(TenantLedger.DigestOf("listed"), Web)], read);
    }

    internal static AdmissionRequest Change(string token) => Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"), Deployer(token));

    private static UserInfo Deployer(string token) => new(
        "system:serviceaccount:team-shop:deployer", "uid-deployer", [], Objects.Json($"{{'authentication.kubernetes.io/credential-id':['JTI={token}']}}"));
}
