using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class WatchTests : IDisposable
{
    private static readonly Resource Kind = BuiltInResources.ConfigMaps;

    private readonly FakeApi _api = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ApiClient _client;

    public WatchTests() => _client = _api.Client(new() { Time = _time });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_come_as_they_happen_until_the_server_ends_the_watch()
    {
        var watching = Collect(new() { ResourceVersion = "100" });
        await Eventually.Holds(() => _api.OpenWatches == 1);

        _api.Put(Kind, "a", "one");
        _api.Bookmark();
        _api.Remove(Kind, "a", "one");
        _api.EndWatches();

        Assert.Equal([WatchEventType.Added, WatchEventType.Bookmark, WatchEventType.Deleted], await watching);
        var query = _api.Requests.Single().Query;
        Assert.Equal("true", query["allowWatchBookmarks"]);
        Assert.Equal("300", query["timeoutSeconds"]);
    }

    [Fact]
    public async Task A_resource_version_that_is_too_old_is_an_error_as_a_status_and_as_an_event()
    {
        _api.Compact();
        var refused = await Assert.ThrowsAsync<ApiException>(() => Collect(new() { ResourceVersion = "50" }));
        Assert.True(refused.IsExpired);

        var watching = Collect(new() { ResourceVersion = "101" });
        await Eventually.Holds(() => _api.OpenWatches == 1);
        _api.FailWatches(HttpStatusCode.Gone, "Expired");

        var sent = await Assert.ThrowsAsync<ApiException>(() => watching);
        Assert.True(sent.IsExpired);
        Assert.Equal("too old", sent.Message);
    }

    [Fact]
    public async Task A_watch_that_the_server_does_not_end_when_it_should_is_ended_here()
    {
        var began = _time.GetUtcNow();
        var watching = Collect(new() { ResourceVersion = "100", Timeout = TimeSpan.FromMinutes(1) });
        await Eventually.Holds(() => _api.OpenWatches == 1);

        var e = await Assert.ThrowsAsync<ApiException>(() => Eventually.Completes(watching, _time));

        Assert.Equal(ApiException.DeadlineExceeded, e.Reason);
        Assert.InRange((_time.GetUtcNow() - began).TotalSeconds, 75, 77);
    }

    [Fact]
    public async Task An_event_that_arrives_in_pieces_is_one_event()
    {
        var line = new JsonObject { ["type"] = "ADDED", ["object"] = new JsonObject { ["data"] = new string('x', 100_000) } }.ToJsonString() + "\n";
        _api.Intercept = _ => new(HttpStatusCode.OK) { Content = new StreamContent(new TricklingStream(line)) };

        Assert.Equal([WatchEventType.Added], await Collect(new()));
    }

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"a":"}"}}""")]
    [InlineData("""{"object":{"a":"}"},"type":"ADDED"}""")]
    [InlineData("""{"type":"ADDED","object":{"a":"}"},"more":{}}""")]
    [InlineData("""  { "more" : 1 , "type" : "ADDED" , "object" : {"a":"}"} }  """)]
    public async Task An_event_is_read_however_its_members_are_written(string line)
    {
        _api.Intercept = _ => new(HttpStatusCode.OK) { Content = new StringContent(line + "\n") };

        await foreach (var e in _client.WatchAsync(Kind, null, new(), Cancel))
        {
            Assert.Equal(WatchEventType.Added, e.Type);
            Assert.Equal("""{"a":"}"}""", e.Object.GetRawText());
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"type":"ADDED","object":{]}}""")]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"type":"ADDED","object":1}""")]
    public async Task What_is_no_event_is_an_error(string line)
    {
        _api.Intercept = _ => new(HttpStatusCode.OK) { Content = new StringContent(line + "\n") };

        var e = await Assert.ThrowsAsync<ApiException>(() => Collect(new()));

        Assert.Equal(ApiException.Unreachable, e.Reason);
    }

    public void Dispose()
    {
        _client.Dispose();
        _api.Dispose();
    }

    private async Task<List<WatchEventType>> Collect(WatchOptions options)
    {
        var events = new List<WatchEventType>();
        await foreach (var e in _client.WatchAsync(Kind, null, options, Cancel)) events.Add(e.Type);
        return events;
    }
}
