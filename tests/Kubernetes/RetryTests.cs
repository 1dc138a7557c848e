using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class RetryTests : IDisposable
{
    private static readonly Resource Kind = BuiltInResources.ConfigMaps;

    private readonly FakeApi _api = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ApiClient _client;
    private int _failures;

    public RetryTests()
    {
        _client = _api.Client(new() { Time = _time });
        _api.Put(Kind, "shop", "c");
    }

    public static TheoryData<string, bool> Calls => new()
    {
        { "get", true }, { "list", true }, { "apply", true }, { "merge", true }, { "delete", true }, { "create", false },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("get")]
    [InlineData("list")]
    [InlineData("apply")]
    [InlineData("merge")]
    [InlineData("delete")]
    [InlineData("create")]
    public async Task What_the_server_did_not_even_look_at_is_sent_again(string call)
    {
        Fail(() => Answer.Refusal(HttpStatusCode.TooManyRequests, "TooManyRequests", "later"));

        await Eventually.Completes(Make(call), _time);

        Assert.Equal(2, _api.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task After_a_broken_connection_only_what_may_happen_twice_is_sent_again(string call, bool repeatable)
    {
        Fail(() => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));

        var made = Eventually.Completes(Make(call), _time);

        if (repeatable) await made;
        else Assert.Equal(ApiException.Unreachable, (await Assert.ThrowsAsync<ApiException>(() => made)).Reason);
        Assert.Equal(repeatable ? 2 : 1, _api.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task After_a_503_only_what_may_happen_twice_is_sent_again(string call, bool repeatable)
    {
        Fail(() => Answer.Refusal(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", "restarting"));

        var made = Eventually.Completes(Make(call), _time);

        if (repeatable) await made;
        else Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Assert.ThrowsAsync<ApiException>(() => made)).Code);
        Assert.Equal(repeatable ? 2 : 1, _api.Requests.Count);
    }

    [Fact]
    public async Task A_server_at_which_nobody_listens_is_told_of_at_once()
    {
        Fail(() => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));

        await Assert.ThrowsAsync<ApiException>(() => Make("get"));

        Assert.Single(_api.Requests);
    }

    public void Dispose()
    {
        _client.Dispose();
        _api.Dispose();
    }

    private void Fail(Func<HttpResponseMessage> how) => _api.Intercept = _ => _failures++ == 0 ? how() : null;

    private Task Make(string call) => call switch
    {
        "get" => _client.GetAsync(Kind, "shop", "c", Cancel),
        "list" => _client.ListAsync(Kind, "shop", null, Cancel).ToListAsync(Cancel).AsTask(),
        "apply" => _client.ApplyAsync(Kind, "shop", "c", [], new(), Cancel),
        "merge" => _client.MergePatchAsync(Kind, "shop", "c", [], null, Cancel),
        "delete" => _client.DeleteAsync(Kind, "shop", "c", null, Cancel),
        "create" => _client.CreateAsync(Kind, "shop", new() { ["metadata"] = new JsonObject { ["name"] = "d" } }, null, Cancel),
        _ => throw new ArgumentOutOfRangeException(nameof(call)),
    };
}
