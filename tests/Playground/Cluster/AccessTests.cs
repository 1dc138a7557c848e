using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Playground.Tests.Cluster;

public sealed class AccessTests
{
    private const string Review = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Token = "/api/v1/namespaces/default/serviceaccounts/default/token";

    [Fact]
    public async Task Somebody_without_rights_is_refused_in_the_words_of_the_server()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (code, status) = await cluster.SendAsync(HttpMethod.Get, Pods, null, client: await cluster.AsAsync("bob"));
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Equal(
            "pods is forbidden: User \"bob\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"",
            (string)status["message"]!);
    }

    [Fact]
    public async Task A_binding_of_edit_lets_a_developer_write_in_one_namespace()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """
            {"metadata":{"name":"dev"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"edit"},
             "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"alice"}]}
            """);
        var alice = await cluster.AsAsync("alice");
        var (here, _) = await cluster.PostOnceNotAsync(
            HttpStatusCode.Forbidden, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""", alice);
        var (there, _) = await cluster.SendAsync(HttpMethod.Post, "/api/v1/namespaces/kube-system/configmaps", """{"metadata":{"name":"a"}}""", client: alice);
        Assert.Equal(HttpStatusCode.Created, here);
        Assert.Equal(HttpStatusCode.Forbidden, there);
    }

    [Fact]
    public async Task A_token_bound_to_a_pod_proves_account_and_pod_until_the_pod_is_gone()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (_, pod) = await cluster.PostAsync(Pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        var (_, issued) = await cluster.PostAsync(Token, """{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}}""");
        var client = cluster.WithToken((string)issued["status"]!["token"]!);
        var (_, who) = await cluster.SendAsync(HttpMethod.Post, Review, "{}", client: client);
        var user = who["status"]!["userInfo"]!;
        Assert.Equal("system:serviceaccount:default:default", (string)user["username"]!);
        Assert.Equal((string)pod["metadata"]!["uid"]!, (string)user["extra"]!["authentication.kubernetes.io/pod-uid"]![0]!);
        Assert.StartsWith("JTI=", (string)user["extra"]!["authentication.kubernetes.io/credential-id"]![0]!, StringComparison.Ordinal);
        Assert.Contains("system:serviceaccounts:default", user["groups"]!.AsArray().Select(group => (string)group!));
        await cluster.SendAsync(HttpMethod.Delete, $"{Pods}/p", null);
        // A server may remember for some seconds whom it has let in.
        Assert.Equal(HttpStatusCode.Unauthorized, (await cluster.PostOnceNotAsync(HttpStatusCode.Created, Review, "{}", client)).Code);
    }

    [Fact]
    public async Task A_token_of_a_recreated_account_is_not_accepted()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"rec"}}""");
        var (_, issued) = await cluster.PostAsync("/api/v1/namespaces/default/serviceaccounts/rec/token", "{}");
        await cluster.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/default/serviceaccounts/rec", null);
        await cluster.PostAsync("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"rec"}}""");
        var client = cluster.WithToken((string)issued["status"]!["token"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, (await cluster.PostOnceNotAsync(HttpStatusCode.Created, Review, "{}", client)).Code);
    }

    [Fact]
    public async Task An_expired_token_is_not_accepted()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var cluster = await TestCluster.StartAsync(new() { Time = time });
        var (_, issued) = await cluster.PostAsync(Token, """{"spec":{"expirationSeconds":600}}""");
        var client = cluster.WithToken((string)issued["status"]!["token"]!);
        Assert.Equal(HttpStatusCode.Created, (await cluster.SendAsync(HttpMethod.Post, Review, "{}", client: client)).Code);
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.Unauthorized, (await cluster.SendAsync(HttpMethod.Post, Review, "{}", client: client)).Code);
    }

    [Fact]
    public async Task An_impersonated_account_has_its_groups_but_no_proof()
    {
        await using var cluster = await TestCluster.StartAsync();
        var admin = await cluster.AsAsync("admin", "system:masters");
        admin.DefaultRequestHeaders.Add("Impersonate-User", "system:serviceaccount:kube-system:default");
        var (_, who) = await cluster.SendAsync(HttpMethod.Post, Review, "{}", client: admin);
        var user = who["status"]!["userInfo"]!.AsObject();
        Assert.Equal("system:serviceaccount:kube-system:default", (string)user["username"]!);
        Assert.False(user.ContainsKey("uid"));
        Assert.False(user.ContainsKey("extra"));
        Assert.Contains("system:serviceaccounts", user["groups"]!.AsArray().Select(group => (string)group!));
    }

    [Fact]
    public async Task Impersonation_needs_the_verb()
    {
        await using var cluster = await TestCluster.StartAsync();
        var bob = await cluster.AsAsync("bob");
        bob.DefaultRequestHeaders.Add("Impersonate-User", "admin");
        var (code, status) = await cluster.SendAsync(HttpMethod.Get, Pods, null, client: bob);
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Contains("User \"bob\" cannot impersonate", (string)status["message"]!, StringComparison.Ordinal);
    }
}
