using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Testing.Clusters;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOpsGuard.Kubernetes.Tests.Cluster;

/// <summary>What goes on when the API server is restarted; on a server of its own, since nobody else may use it meanwhile.</summary>
public sealed class RestartTests
{
    private const int Objects = 40;
    private const int Restarts = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_informer_follows_through_restarts_with_nothing_missed()
    {
        await using var cluster = await TestCluster.StartAsync(Cancel);
        var space = await cluster.NamespaceAsync(Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var seen = new ConcurrentQueue<InformerEvent>();
        var informer = new Informer(
            cluster.Connect(), new() { Resource = BuiltInResources.ConfigMaps, Namespace = space }, TimeProvider.System, NullLogger.Instance);
        informer.Changed += seen.Enqueue;
        var running = informer.RunAsync(stop.Token);
        await WriteAsync(cluster, space, generation: 0);
        await UntilEqualAsync(informer, cluster, space);

        for (var restart = 1; restart <= Restarts; restart++)
        {
            await cluster.RestartAsync(Cancel);
            await WriteAsync(cluster, space, restart);
            await UntilEqualAsync(informer, cluster, space);
        }

        await stop.CancelAsync();
        await running;
        // Each round deletes one and creates another, which is told once.
        Assert.Equal(Restarts + 1, seen.Count(one => one.Type == InformerEventType.Deleted && NameOf(one.Object).StartsWith("gone", StringComparison.Ordinal)));
        Assert.Equal(Objects, seen.Count(one => one.Type == InformerEventType.Added && NameOf(one.Object).StartsWith("kept", StringComparison.Ordinal)));
    }

    /// <summary>Changes every object that stays, and lets one come and go.</summary>
    private static async Task WriteAsync(TestCluster cluster, string space, int generation)
    {
        foreach (var name in Enumerable.Range(0, Objects).Select(number => $"kept-{number}").Append($"gone-{generation}"))
        {
            var body = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["metadata"] = new JsonObject { ["name"] = name },
                ["data"] = new JsonObject { ["generation"] = $"{generation}" },
            };
            await cluster.Admin.ApplyAsync(BuiltInResources.ConfigMaps, space, name, body, new() { FieldManager = "soak", Force = true }, Cancel);
        }
    }

    /// <summary>Waits until the informer holds what the server does, then takes away what goes.</summary>
    private static async Task UntilEqualAsync(Informer informer, TestCluster cluster, string space)
    {
        await UntilAsync(() => HoldsAsync(informer, cluster, space));
        foreach (var gone in informer.List().Select(NameOf).Where(name => name.StartsWith("gone", StringComparison.Ordinal)))
            await cluster.Admin.DeleteAsync(BuiltInResources.ConfigMaps, space, gone, null, Cancel);
        await UntilAsync(() => HoldsAsync(informer, cluster, space));
    }

    private static async Task<bool> HoldsAsync(Informer informer, TestCluster cluster, string space)
    {
        List<string> live = [];
        await foreach (var item in cluster.Admin.ListAsync(BuiltInResources.ConfigMaps, space, null, Cancel)) live.Add(VersionOf(item));
        return live.Order(StringComparer.Ordinal).SequenceEqual(informer.List().Select(VersionOf).Order(StringComparer.Ordinal));
    }

    private static string NameOf(JsonElement item) => item.GetProperty("metadata").GetProperty("name").GetString()!;

    private static string VersionOf(JsonElement item) =>
        $"{item.GetProperty("metadata").GetProperty("uid")} {item.GetProperty("metadata").GetProperty("resourceVersion")}";

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "The informer never came to hold what the server does.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
        }
    }
}
