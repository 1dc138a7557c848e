using System.Net;

namespace GitOpsGuard.Playground.Tests.Cluster;

public sealed class LifecycleTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Objects_go_with_their_owner()
    {
        await using var cluster = await TestCluster.StartAsync();
        var uid = await OwnedAsync(cluster);
        Assert.NotEmpty(uid);
        await cluster.SendAsync(HttpMethod.Delete, $"{ConfigMaps}/owner", null);
        await cluster.EventuallyAsync($"{ConfigMaps}/child", (code, _) => code == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_orphaning_deletion_leaves_them_without_owner()
    {
        await using var cluster = await TestCluster.StartAsync();
        await OwnedAsync(cluster);
        await cluster.SendAsync(HttpMethod.Delete, $"{ConfigMaps}/owner", """{"propagationPolicy":"Orphan"}""");
        await cluster.EventuallyAsync($"{ConfigMaps}/owner", (code, _) => code == HttpStatusCode.NotFound);
        var (_, child) = await cluster.GetAsync($"{ConfigMaps}/child");
        Assert.Null(child["metadata"]!["ownerReferences"]);
    }

    [Fact]
    public async Task A_foreground_deletion_waits_for_them()
    {
        await using var cluster = await TestCluster.StartAsync();
        await OwnedAsync(cluster, ""","finalizers":["test.dev/hold"]""");
        await cluster.SendAsync(HttpMethod.Delete, $"{ConfigMaps}/owner", """{"propagationPolicy":"Foreground"}""");
        await cluster.EventuallyAsync($"{ConfigMaps}/child", (_, child) => child["metadata"]!["deletionTimestamp"] is not null);
        Assert.Equal(HttpStatusCode.OK, (await cluster.GetAsync($"{ConfigMaps}/owner")).Code);
        await cluster.MergeAsync($"{ConfigMaps}/child", """{"metadata":{"finalizers":null}}""");
        await cluster.EventuallyAsync($"{ConfigMaps}/owner", (code, _) => code == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_object_whose_owner_never_lived_is_collected()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync(ConfigMaps, """
            {"metadata":{"name":"child","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"ghost","uid":"6a3b4d1c-0000-4000-8000-000000000000"}]}}
            """);
        await cluster.EventuallyAsync($"{ConfigMaps}/child", (code, _) => code == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_namespace_takes_its_contents_along_and_accepts_nothing_new_meanwhile()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"shop"}}""");
        await cluster.PostAsync("/api/v1/namespaces/shop/configmaps", """{"metadata":{"name":"held","finalizers":["test.dev/hold"]}}""");
        await cluster.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/shop", null);
        var (code, status) = await cluster.PostAsync("/api/v1/namespaces/shop/configmaps", """{"metadata":{"name":"late"}}""");
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Equal(
            "configmaps \"late\" is forbidden: unable to create new content in namespace shop because it is being terminated",
            (string)status["message"]!);
        await cluster.EventuallyAsync("/api/v1/namespaces/shop/configmaps/held", (_, held) => held["metadata"]!["deletionTimestamp"] is not null);
        await cluster.MergeAsync("/api/v1/namespaces/shop/configmaps/held", """{"metadata":{"finalizers":null}}""");
        await cluster.EventuallyAsync("/api/v1/namespaces/shop", (gone, _) => gone == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_new_namespace_has_an_account_and_the_authority()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"shop"}}""");
        await cluster.EventuallyAsync("/api/v1/namespaces/shop/serviceaccounts/default", (code, _) => code == HttpStatusCode.OK);
        var authority = await cluster.EventuallyAsync("/api/v1/namespaces/shop/configmaps/kube-root-ca.crt", (code, _) => code == HttpStatusCode.OK);
        Assert.Equal(cluster.Server.CertificateAuthorityPem, (string)authority["data"]!["ca.crt"]!);
    }

    [Fact]
    public async Task A_deletion_with_another_uid_is_refused()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"a"}}""");
        var (code, _) = await cluster.SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a", """{"preconditions":{"uid":"other"}}""");
        Assert.Equal(HttpStatusCode.Conflict, code);
    }

    private static async Task<string> OwnedAsync(TestCluster cluster, string more = "")
    {
        var (_, owner) = await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"owner"}}""");
        var uid = (string)owner["metadata"]!["uid"]!;
        var (code, _) = await cluster.PostAsync(ConfigMaps, $$$"""
            {"metadata":{"name":"child"{{{more}}},
             "ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":"{{{uid}}}","blockOwnerDeletion":true}]}}
            """);
        Assert.Equal(HttpStatusCode.Created, code);
        return uid;
    }
}
