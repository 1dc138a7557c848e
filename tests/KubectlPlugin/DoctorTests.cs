using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.KubectlPlugin.Tests;

/// <summary><c>kubectl gitops doctor</c>.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string Group = "rbac.authorization.k8s.io";
    private readonly FakeApi _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Whoever_may_do_everything_could_do_all_of_it()
    {
        Role("cluster-admin", """{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""");
        Bind("admins", "cluster-admin", """{"kind":"Group","name":"system:masters"}""");
        Bind("gitopsguard-reconciler", "cluster-admin", """{"kind":"ServiceAccount","name":"gitopsguard-reconciler","namespace":"gitopsguard-system"}""");

        var printed = await new CommandLine(_api).RunAsync("doctor");

        Assert.Equal(0, printed.Code);
        Assert.Contains("forge the identity of the reconciler (impersonate its ServiceAccount with uids and userextras)\n    Group system:masters", printed.Output);
        Assert.Contains("ClusterRoleBinding admins", printed.Output);
        Assert.DoesNotContain("gitopsguard-reconciler", printed.Output);
        Assert.Equal(4, (await FindingsAsync()).Count);
    }

    [Fact]
    public async Task The_identity_is_forged_only_with_all_of_its_parts_whatever_bindings_they_come_from()
    {
        Role("accounts", """{"verbs":["impersonate"],"apiGroups":[""],"resources":["serviceaccounts"]}""");
        Role("uids", """{"verbs":["impersonate"],"apiGroups":["authentication.k8s.io"],"resources":["uids"]}""");
        Role("extras", """{"verbs":["impersonate"],"apiGroups":["authentication.k8s.io"],"resources":["userextras/authentication.kubernetes.io/credential-id"]}""");
        Bind("a", "accounts", """{"kind":"User","name":"eve"},{"kind":"User","name":"bob"}""", "gitopsguard-system");
        Bind("b", "uids", """{"kind":"User","name":"eve"},{"kind":"User","name":"bob"}""");
        Bind("c", "extras", """{"kind":"User","name":"eve"}""");

        Assert.Equal(["User eve RoleBinding gitopsguard-system/a"], await HoldersAsync("forge the identity"));
    }

    [Theory]
    [InlineData("""{"verbs":["impersonate"],"apiGroups":[""],"resources":["serviceaccounts"]}""", "flux", true)]
    [InlineData("""{"verbs":["impersonate"],"apiGroups":[""],"resources":["serviceaccounts"],"resourceNames":["tenant"]}""", "flux", true)]
    [InlineData("""{"verbs":["impersonate"],"apiGroups":[""],"resources":["serviceaccounts"],"resourceNames":["other"]}""", "flux", false)]
    [InlineData("""{"verbs":["impersonate"],"apiGroups":[""],"resources":["serviceaccounts"]}""", "shop", false)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["serviceaccounts"]}""", "flux", false)]
    [InlineData("""{"verbs":["impersonate"],"apiGroups":["apps"],"resources":["serviceaccounts"]}""", "flux", false)]
    [InlineData("""{"verbs":["impersonate"],"apiGroups":[""],"resources":["users"]}""", "flux", false)]
    public async Task An_account_that_is_trusted_without_proof_is_every_editors(string rule, string ns, bool found)
    {
        Policy("""[{"serviceAccount":{"namespace":"flux","name":"tenant"},"impersonated":true},{"serviceAccount":{"namespace":"flux","name":"proven"}}]""");
        Role("edit", rule);
        Bind("devs", "edit", """{"kind":"Group","name":"devs"}""", ns);

        var holders = await HoldersAsync("pass as ServiceAccount flux/tenant, which GuardPolicy default trusts");

        Assert.Equal(found ? ["Group devs RoleBinding flux/devs"] : [], holders);
        Assert.Empty(await HoldersAsync("pass as ServiceAccount flux/proven"));
    }

    [Fact]
    public async Task Users_and_groups_that_are_trusted_may_be_impersonated_too()
    {
        Policy("""[{"user":"root"},{"group":"wheel"}]""");
        Role("users", """{"verbs":["impersonate"],"apiGroups":[""],"resources":["users","groups"]}""");
        Bind("support", "users", """{"kind":"ServiceAccount","name":"desk","namespace":"support"}""");

        Assert.Equal(["ServiceAccount support/desk ClusterRoleBinding support"], await HoldersAsync("pass as user root"));
        Assert.Equal(["ServiceAccount support/desk ClusterRoleBinding support"], await HoldersAsync("pass as a member of group wheel"));
    }

    [Fact]
    public async Task Rights_to_subresources_are_read_as_the_API_server_reads_them()
    {
        Role("proxies", """{"verbs":["create"],"apiGroups":[""],"resources":["*/proxy"]}""");
        Role("nodes", """{"verbs":["create"],"apiGroups":[""],"resources":["nodes"]}""");
        Bind("a", "proxies", """{"kind":"User","name":"eve"}""");
        Bind("b", "nodes", """{"kind":"User","name":"bob"}""");

        Assert.Equal(["User eve ClusterRoleBinding a"], await HoldersAsync("change what runs through the kubelets"));
    }

    [Fact]
    public async Task Who_may_not_read_the_roles_is_told_so()
    {
        _api.Intercept = request => request.Path.EndsWith("/clusterroles", StringComparison.Ordinal) ? Answer.Refusal(HttpStatusCode.Forbidden, "Forbidden", "bob may not") : null;

        var printed = await new CommandLine(_api).RunAsync("doctor");

        Assert.Equal((1, "error: clusterroles may not be listed: bob may not\nRun it as somebody who may read roles and bindings of the whole cluster\n"), (printed.Code, printed.Error.ReplaceLineEndings("\n")));
    }

    private async Task<JsonArray> FindingsAsync() =>
        JsonNode.Parse((await new CommandLine(_api).RunAsync("doctor", "-o", "json")).Output)!["findings"]!.AsArray();

    private async Task<IEnumerable<string>> HoldersAsync(string what) =>
    [
        .. (await FindingsAsync()).Where(finding => ((string)finding!["what"]!).StartsWith(what, StringComparison.Ordinal))
            .SelectMany(finding => finding!["holders"]!.AsArray().Select(holder => $"{holder!["kind"]} {holder["name"]} {holder["binding"]}")),
    ];

    private void Role(string name, string rule) =>
        _api.Put(new(Group, "v1", "clusterroles", "ClusterRole", false), null, name, new JsonObject { ["rules"] = new JsonArray(JsonNode.Parse(rule)) });

    private void Bind(string name, string role, string subjects, string? ns = null) => _api.Put(
        ns is null ? new(Group, "v1", "clusterrolebindings", "ClusterRoleBinding", false) : new(Group, "v1", "rolebindings", "RoleBinding", true),
        ns,
        name,
        new JsonObject { ["roleRef"] = new JsonObject { ["kind"] = "ClusterRole", ["name"] = role }, ["subjects"] = JsonNode.Parse($"[{subjects}]") });

    private void Policy(string trusted) => _api.Put(
        OwnResources.GuardPolicies, null, "default", new JsonObject { ["spec"] = new JsonObject { ["trusted"] = JsonNode.Parse(trusted) } });
}
