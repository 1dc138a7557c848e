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

    [Fact]
    public async Task A_replica_that_is_to_end_serves_on_and_ends_each_connection()
    {
        using var api = Shop();
        await using var served = await ServedApi.StartAsync(api, TestContext.Current.CancellationToken);
        await using var guard = await GuardProcess.StartAsync(served, ("GITOPSGUARD_DRAIN", "10m"));
        await using var held = await BeginAsync(api, guard);
        await guard.AskToEndAsync();
        await Patience.UntilAsync(async () => !await guard.IsReadyAsync());
        for (var late = 0; late < 20; late++)
        {
            await using var review = await BeginAsync(api, guard);
            MustBeLastAndDenied(await review.FinishAsync());
        }

        MustBeLastAndDenied(await held.FinishAsync());
    }

    [Fact]
    public async Task Reviews_that_are_in_flight_when_the_drain_is_over_finish()
    {
        using var api = Shop();
        await using var served = await ServedApi.StartAsync(api, TestContext.Current.CancellationToken);
        await using var guard = await GuardProcess.StartAsync(served, ("GITOPSGUARD_DRAIN", "1ms"));
        await using var one = await BeginAsync(api, guard);
        await using var other = await BeginAsync(api, guard);
        await guard.AskToEndAsync();
        await Patience.UntilAsync(async () => !await guard.ListensAsync());
        MustBeLastAndDenied(await one.FinishAsync());
        MustBeLastAndDenied(await other.FinishAsync());
        await guard.EndedAsync();
        Assert.Equal(0, guard.ExitCode);
    }

    private static Task<HeldReview> BeginAsync(FakeApi api, GuardProcess guard) =>
        HeldReview.BeginAsync(guard.HttpsPort, ReviewLoad.Path(api), RunningGuard.Review(RunningGuard.Scale(5)));

    private static void MustBeLastAndDenied(string answer)
    {
        Assert.Contains("\"allowed\":false", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
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
            await leaving.AskToEndAsync();
            load.Remove(leaving);
            await leaving.EndedAsync();
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
