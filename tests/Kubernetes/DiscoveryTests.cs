using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class DiscoveryTests : IDisposable
{
    private readonly FakeApi _api = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ApiClient _client;
    private readonly Discovery _discovery;
    private readonly JsonArray _groups = [];

    public DiscoveryTests()
    {
        _client = _api.Client();
        _discovery = new(_client, _time);
        _groups.Add(Group("autoscaling", Version("v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", "hpa")));
        _groups[0]!["versions"]!.AsArray().Add(Version("v1", "horizontalpodautoscalers", "HorizontalPodAutoscaler", "hpa"));
        _api.Intercept = Aggregated;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kind_is_found_in_its_own_version_in_the_preferred_one_and_by_its_names()
    {
        Assert.Equal("v1", (await _discovery.FindAsync("autoscaling/v1", "HorizontalPodAutoscaler", Cancel))!.Version);
        Assert.Equal("v2", (await _discovery.FindByGroupKindAsync("autoscaling", "HorizontalPodAutoscaler", Cancel))!.Version);
        Assert.Equal("v1", (await _discovery.FindAsync("v1", "Pod", Cancel))!.ApiVersion);
        foreach (var name in new[] { "hpa", "horizontalpodautoscalers.autoscaling", "horizontalpodautoscaler", "HorizontalPodAutoscaler" })
            Assert.Equal("v2", (await _discovery.FindByNameAsync(name, Cancel))?.Version);
        Assert.Equal(2, _api.Requests.Count);
    }

    [Fact]
    public async Task A_kind_that_was_defined_since_is_found_and_misses_do_not_flood_the_server()
    {
        Assert.Null(await _discovery.FindAsync("example.com/v1", "Widget", Cancel));
        for (var i = 0; i < 100; i++) Assert.Null(await _discovery.FindAsync("example.com/v1", "Widget", Cancel));
        Assert.Equal(2, _api.Requests.Count);

        _groups.Add(Group("example.com", Version("v1", "widgets", "Widget", "wd")));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(new("example.com", "v1", "widgets", "Widget", true), await _discovery.FindAsync("example.com/v1", "Widget", Cancel));
        Assert.Equal(4, _api.Requests.Count);
    }

    [Fact]
    public async Task What_is_invalidated_is_asked_for_at_once()
    {
        Assert.Null(await _discovery.FindAsync("example.com/v1", "Widget", Cancel));
        _groups.Add(Group("example.com", Version("v1", "widgets", "Widget", "wd")));

        _discovery.Invalidate();

        Assert.NotNull(await _discovery.FindAsync("example.com/v1", "Widget", Cancel));
    }

    [Fact]
    public async Task A_definition_that_comes_or_goes_is_noticed_without_a_miss()
    {
        var definitions = BuiltInResources.CustomResourceDefinitions;
        _api.Intercept = r => r.Path.Contains("customresourcedefinitions", StringComparison.Ordinal) ? null : Aggregated(r);
        _groups.Add(Group("example.com", Version("v1", "widgets", "Widget", "wd")));
        _api.Put(definitions, null, "widgets.example.com");
        using var stop = new CancellationTokenSource();
        var following = _discovery.FollowAsync(NullLogger.Instance, stop.Token);
        await Eventually.Holds(() => _api.OpenWatches == 1, _time);
        Assert.NotNull(await _discovery.FindAsync("example.com/v1", "Widget", Cancel));

        _groups.RemoveAt(1);
        _api.Remove(definitions, null, "widgets.example.com");
        var loads = Loads();
        await Eventually.Holds(() => _discovery.AllAsync(Cancel).IsCompleted && Loads() > loads, _time);

        Assert.Null(await _discovery.FindAsync("example.com/v1", "Widget", Cancel));
        await stop.CancelAsync();
        await following;

        int Loads() => _api.Requests.Count(r => r.Path == "/apis");
    }

    [Fact]
    public async Task What_was_read_before_an_invalidation_is_not_kept()
    {
        _api.Intercept = r =>
        {
            if (r.Path == "/apis" && _groups.Count == 1) _discovery.Invalidate();
            return Aggregated(r);
        };
        Assert.Null(await _discovery.FindAsync("example.com/v1", "Widget", Cancel));
        _groups.Add(Group("example.com", Version("v1", "widgets", "Widget", "wd")));

        Assert.NotNull(await _discovery.FindAsync("example.com/v1", "Widget", Cancel));
    }

    [Fact]
    public async Task A_server_without_aggregated_discovery_is_asked_group_by_group_and_a_broken_group_left_out()
    {
        _api.Intercept = Legacy;

        Assert.Equal(
            [new("", "v1", "pods", "Pod", true), new("apps", "v1", "deployments", "Deployment", true)],
            await _discovery.AllAsync(Cancel));
        Assert.NotNull(await _discovery.FindByNameAsync("deploy", Cancel));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_an_error_and_not_an_empty_list()
    {
        _api.Intercept = _ => throw new HttpRequestException("refused");

        var e = await Assert.ThrowsAsync<ApiException>(() => _discovery.FindAsync("v1", "Pod", Cancel));

        Assert.Equal(ApiException.Unreachable, e.Reason);
    }

    public void Dispose()
    {
        _discovery.Dispose();
        _client.Dispose();
        _api.Dispose();
    }

    private HttpResponseMessage Aggregated(FakeRequest request)
    {
        Assert.Contains("as=APIGroupDiscoveryList", request.Headers["Accept"], StringComparison.Ordinal);
        var core = new JsonArray(Group(null, Version("v1", "pods", "Pod", "po")));
        return Answer.Ok(new JsonObject
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["items"] = request.Path == "/api" ? core : _groups.DeepClone(),
        });
    }

    private static HttpResponseMessage? Legacy(FakeRequest request) => request.Path switch
    {
        "/api" => Answer.Ok(JsonNode.Parse("""{"kind":"APIVersions","versions":["v1"]}""")!),
        "/apis" => Answer.Ok(JsonNode.Parse("""
            {"kind":"APIGroupList","groups":[
              {"name":"broken","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}},
              {"name":"apps","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}}]}
            """)!),
        "/api/v1" => Answer.Ok(JsonNode.Parse("""
            {"resources":[
              {"name":"pods","kind":"Pod","namespaced":true,"verbs":["list"]},
              {"name":"pods/log","kind":"Pod","namespaced":true,"verbs":["get"]},
              {"name":"bindings","kind":"Binding","namespaced":true,"verbs":["create"]}]}
            """)!),
        "/apis/apps/v1" => Answer.Ok(JsonNode.Parse("""
            {"resources":[{"name":"deployments","kind":"Deployment","namespaced":true,"verbs":["list"],"shortNames":["deploy"]}]}
            """)!),
        _ => Answer.Refusal(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", "no backend"),
    };

    private static JsonObject Group(string? name, JsonObject version) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["versions"] = new JsonArray(version),
    };

    private static JsonObject Version(string version, string plural, string kind, string shortName) => new()
    {
        ["version"] = version,
        ["resources"] = new JsonArray(new JsonObject
        {
            ["resource"] = plural,
            ["responseKind"] = new JsonObject { ["kind"] = kind },
            ["scope"] = "Namespaced",
            ["singularResource"] = kind.ToLowerInvariant(),
            ["verbs"] = new JsonArray("get", "list"),
            ["shortNames"] = new JsonArray(shortName),
        }),
    };
}
