using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.Webhook.Tests.Load;

/// <summary>Two replicas under load while everything about them changes: no call fails and no verdict is wrong.</summary>
public sealed class LoadTests
{
    [Fact]
    public Task Certificates_replicas_and_connections_change_under_load_without_a_failed_call() => ChangeAsync(rounds: 1, whole: false);

    [Fact]
    [Trait("Category", "Long")]
    public Task Certificates_replicas_and_connections_change_again_and_again_without_a_failed_call() => ChangeAsync(rounds: 4, whole: true);

    [Fact]
    public async Task A_replica_that_is_killed_loses_at_most_the_calls_in_flight()
    {
        using var api = Shop();
        await using var served = await ServedApi.StartAsync(api, TestContext.Current.CancellationToken);
        await using var first = await GuardProcess.StartAsync(served);
        await using var second = await GuardProcess.StartAsync(served);
        await using var load = new ReviewLoad(api, first, second);
        await load.MoreCallsAsync();
        await first.KillAsync();
        await load.MoreCallsAsync();
        Assert.InRange(load.Faults.Count, 0, ReviewLoad.Callers);
        Assert.DoesNotContain(load.Faults, fault => fault.Contains("allowed", StringComparison.Ordinal));
    }

    private static async Task ChangeAsync(int rounds, bool whole)
    {
        using var api = Shop();
        await using var served = await ServedApi.StartAsync(api, TestContext.Current.CancellationToken);
        var (leaving, staying) = (await GuardProcess.StartAsync(served), await GuardProcess.StartAsync(served));
        await using var load = new ReviewLoad(api, leaving, staying);
        for (var round = 1; round <= rounds; round++)
        {
            await load.MoreCallsAsync();
            await RotateAsync(api, load, $"{round}", whole);
            load.RollConnections();
            await load.MoreCallsAsync();
            await leaving.TerminateAsync();
            Assert.Equal(0, leaving.ExitCode);
            await load.MoreCallsAsync();
            await leaving.DisposeAsync();
            (leaving, staying) = (staying, await GuardProcess.StartAsync(served));
            load.Add(staying);
            load.RollConnections();
            await load.MoreCallsAsync();
            Assert.Empty(load.Faults);
        }

        await leaving.DisposeAsync();
        await staying.DisposeAsync();
    }

    /// <summary>Asks for a rotation and waits until the leaf has changed, or until the former authority is trusted no more.</summary>
    private static async Task RotateAsync(FakeApi api, ReviewLoad load, string wish, bool whole)
    {
        using var client = api.Client();
        var before = Data(api, "tls.crt");
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["gitopsguard.dev/rotate"] = wish } } };
        await client.MergePatchAsync(BuiltInResources.Secrets, Names.Namespace, Names.WebhookCertificateSecret, patch, null, TestContext.Current.CancellationToken);
        await Patience.UntilAsync(() =>
        {
            load.RollConnections();
            return Data(api, "tls.crt") != before && (!whole || Data(api, "former-ca.crt") is null);
        });
    }

    private static string? Data(FakeApi api, string name) =>
        (string?)api.Get(BuiltInResources.Secrets, Names.Namespace, Names.WebhookCertificateSecret)!["data"]![name];

    internal static FakeApi Shop()
    {
        var api = new FakeApi { Intercept = request => Discovered.Answer(request, BuiltInResources.Deployments) };
        api.Put(OwnResources.GitSyncs, "team-shop", "web");
        api.Put(OwnResources.SyncInventories, "team-shop", "web-0", JsonNode.Parse(
            """
            {"spec":{"sync":"web","repository":"github.com/acme/shop","revision":"main@sha1:3f2c1ab00","objects":[
              {"group":"apps","version":"v1","kind":"Deployment","namespace":"shop","name":"web","file":"apps/web.yaml","line":1,"lines":{"spec.replicas":8}}]}}
            """)!.AsObject());
        return api;
    }
}
