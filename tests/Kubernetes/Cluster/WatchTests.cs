using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOpsGuard.Kubernetes.Tests.Cluster;

/// <summary>Watches and informers on a whole API server.</summary>
public sealed class WatchTests(SharedCluster shared) : ClusterTest(shared)
{
    [Fact]
    public async Task An_informer_tells_of_what_comes_changes_goes_and_takes_another_s_place()
    {
        var seen = new ConcurrentQueue<string>();
        await CreateMap("one");
        await using var following = await FollowAsync(
            new() { Resource = BuiltInResources.ConfigMaps, Namespace = Namespace, FieldSelector = "metadata.name=one" },
            e => seen.Enqueue($"{e.Type}"));
        var first = ObjectKey.Uid(following.Informer.Get(Namespace, "one")!.Value);

        await Admin.MergePatchAsync(BuiltInResources.ConfigMaps, Namespace, "one", new() { ["data"] = new JsonObject { ["a"] = "1" } }, null, Cancel);
        await Admin.DeleteAsync(BuiltInResources.ConfigMaps, Namespace, "one", null, Cancel);
        var second = ObjectKey.Uid(await CreateMap("one"));
        await Until(() => seen.Count >= 4);

        Assert.Equal(["Added", "Modified", "Deleted", "Added"], seen);
        Assert.NotEqual(first, second);
        Assert.Equal(second, ObjectKey.Uid(following.Informer.Get(Namespace, "one")!.Value));
    }

    [Fact]
    public async Task An_informer_of_metadata_knows_Secrets_without_their_values()
    {
        await CreateSecret("before");
        await using var following = await FollowAsync(
            new() { Resource = BuiltInResources.Secrets, Namespace = Namespace, MetadataOnly = true }, _ => { });
        await CreateSecret("after");
        await Until(() => following.Informer.Count == 2);

        foreach (var secret in following.Informer.List())
        {
            Assert.Equal("Secret v1", $"{secret.GetProperty("kind")} {secret.GetProperty("apiVersion")}");
            Assert.Equal("b", secret.GetProperty("metadata").GetProperty("labels").GetProperty("a").GetString());
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("planted-secret")), secret.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_watch_begins_after_the_version_it_is_given_and_ends_when_the_server_was_asked_to_end_it()
    {
        var one = await CreateMap("one");
        await CreateMap("two");
        var options = new WatchOptions { ResourceVersion = ObjectKey.ResourceVersion(one), Timeout = TimeSpan.FromSeconds(1) };

        var names = new List<string>();
        await foreach (var e in Admin.WatchAsync(BuiltInResources.ConfigMaps, Namespace, options, Cancel))
            if (e.Type != WatchEventType.Bookmark) names.Add(ObjectKey.Of(e.Object).Name);

        Assert.Contains("two", names);
        Assert.DoesNotContain("one", names);
    }

    [Fact]
    public async Task A_version_that_nobody_remembers_or_that_is_none_is_an_error()
    {
        var e = await Assert.ThrowsAsync<ApiException>(async () =>
        {
            await foreach (var _ in Admin.WatchAsync(BuiltInResources.ConfigMaps, Namespace, new() { ResourceVersion = "nonsense" }, Cancel))
            {
            }
        });

        Assert.False(e.IsTransient);
    }

    private Task<System.Text.Json.JsonElement> CreateSecret(string name) => Admin.CreateAsync(
        BuiltInResources.Secrets,
        Namespace,
        Object(BuiltInResources.Secrets, name, new()
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["a"] = "b" } },
            ["stringData"] = new JsonObject { ["password"] = "planted-secret" },
        }),
        new(),
        Cancel);

    private async Task<Following> FollowAsync(InformerOptions options, Action<InformerEvent> changed)
    {
        var informer = new Informer(Admin, options, TimeProvider.System, NullLogger.Instance);
        informer.Changed += changed;
        var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var following = new Following(informer, informer.RunAsync(stop.Token), stop);
        await informer.WaitForSyncAsync(Cancel);
        return following;
    }

    private sealed record Following(Informer Informer, Task Run, CancellationTokenSource Stop) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Stop.CancelAsync();
            await Run;
            Stop.Dispose();
        }
    }
}
