using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes.Transport;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class ApiClientTests : IDisposable
{
    private readonly FakeApi _api = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _warnings = [];
    private readonly ApiClient _client;

    public ApiClientTests() => _client = _api.Client(new() { Time = _time, Warned = _warnings.Add, Random = new(1) });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_absent_object_is_null_and_its_deletion_false()
    {
        Assert.Null(await _client.GetAsync(BuiltInResources.ConfigMaps, "shop", "none", Cancel));
        Assert.False(await _client.DeleteAsync(BuiltInResources.ConfigMaps, "shop", "none", null, Cancel));
    }

    [Fact]
    public async Task A_deletion_says_how_long_the_object_gets_to_end()
    {
        _api.Put(BuiltInResources.Pods, "shop", "web");

        await _client.DeleteAsync(BuiltInResources.Pods, "shop", "web", new() { GracePeriodSeconds = 0 }, Cancel);

        Assert.Equal(0, (int?)Assert.Single(_api.Requests).Body!["gracePeriodSeconds"]);
    }

    [Fact]
    public async Task Items_of_a_list_come_from_all_pages_and_say_what_they_are()
    {
        for (var i = 0; i < 5; i++) _api.Put(BuiltInResources.ConfigMaps, "shop", $"c{i}");

        var names = new List<string>();
        await foreach (var item in _client.ListAsync(BuiltInResources.ConfigMaps, "shop", new() { Limit = 2 }, Cancel))
            names.Add($"{item.GetProperty("apiVersion")} {item.GetProperty("kind")} {ObjectKey.Of(item)}");

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"v1 ConfigMap shop/c{i}"), names);
        Assert.Equal(3, _api.Requests.Count);
    }

    [Fact]
    public async Task An_error_carries_the_servers_words_and_causes()
    {
        var status = Answer.Status(HttpStatusCode.UnprocessableEntity, "Invalid", "Deployment is invalid");
        status["details"] = new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "FieldValueInvalid", ["message"] = "too small", ["field"] = "spec.replicas" }),
        };
        _api.Intercept = _ => Answer.Json(HttpStatusCode.UnprocessableEntity, status);

        var e = await Assert.ThrowsAsync<ApiException>(() => _client.GetPathAsync("/version", Cancel));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, e.Code);
        Assert.Equal("Invalid", e.Reason);
        Assert.Equal("Deployment is invalid", e.Message);
        Assert.Equal([new("FieldValueInvalid", "too small", "spec.replicas")], e.Causes);
        Assert.False(e.IsTransient);
    }

    [Fact]
    public async Task An_answer_of_something_else_than_an_api_server_is_not_repeated_in_the_error()
    {
        _api.Intercept = _ => new(HttpStatusCode.BadGateway) { Content = new StringContent("<html>planted-secret</html>") };

        var e = await Assert.ThrowsAsync<ApiException>(() => _client.GetPathAsync("/version", Cancel));

        Assert.Equal("The server answered 502 Bad Gateway.", e.Message);
        Assert.DoesNotContain("planted-secret", e.ToString(), StringComparison.Ordinal);
        Assert.True(e.IsTransient);
    }

    [Fact]
    public async Task What_was_sent_never_shows_in_an_error()
    {
        _api.Intercept = _ => Answer.Refusal(HttpStatusCode.Forbidden, "Forbidden", "no");
        var secret = new JsonObject { ["stringData"] = new JsonObject { ["password"] = "planted-secret" } };

        var e = await Assert.ThrowsAsync<ApiException>(
            () => _client.ApplyAsync(BuiltInResources.Secrets, "shop", "db", secret, new(), Cancel));

        Assert.DoesNotContain("planted-secret", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_read_is_made_again_when_the_server_asks_to_wait_and_not_before(HttpStatusCode code)
    {
        _api.Put(BuiltInResources.ConfigMaps, "shop", "c");
        var answers = 0;
        _api.Intercept = _ => ++answers > 1 ? null : RetryIn(7, code);

        var get = _client.GetAsync(BuiltInResources.ConfigMaps, "shop", "c", Cancel);
        await Eventually.Holds(() => answers == 1);
        _time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(get.IsCompleted);
        Assert.Equal(1, answers);

        Assert.NotNull(await Eventually.Completes(get, _time));
        Assert.Equal(2, answers);
    }

    [Fact]
    public async Task A_server_that_stays_overloaded_is_given_up_after_a_few_attempts()
    {
        _api.Intercept = _ => RetryIn(3600, HttpStatusCode.TooManyRequests);

        var get = _client.GetAsync(BuiltInResources.ConfigMaps, "shop", "c", Cancel);

        var e = await Assert.ThrowsAsync<ApiException>(() => Eventually.Completes(get, _time));
        Assert.Equal(TimeSpan.FromHours(1), e.RetryAfter);
        Assert.Equal(5, _api.Requests.Count);
    }

    [Fact]
    public async Task A_creation_is_never_made_twice()
    {
        _api.Intercept = _ => RetryIn(0, HttpStatusCode.ServiceUnavailable);

        await Assert.ThrowsAsync<ApiException>(
            () => _client.CreateAsync(BuiltInResources.ConfigMaps, "shop", [], null, Cancel));

        Assert.Single(_api.Requests);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_an_error_of_its_own()
    {
        using var silent = new SilentHandler();
        using var client = new ApiClient(new("http://silent/"), silent, new() { Time = _time });

        var e = await Assert.ThrowsAsync<ApiException>(
            () => Eventually.Completes(client.GetPathAsync("/version", Cancel), _time));

        Assert.Equal(ApiException.DeadlineExceeded, e.Reason);
        Assert.True(e.IsTransient);
    }

    [Fact]
    public async Task Cancelling_is_not_an_error_of_the_server()
    {
        using var silent = new SilentHandler();
        using var client = new ApiClient(new("http://silent/"), silent);
        using var stop = new CancellationTokenSource();

        var get = client.GetPathAsync("/version", stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get);
    }

    [Fact]
    public async Task Warnings_of_the_server_are_passed_on()
    {
        _api.Intercept = _ =>
        {
            var answer = Answer.Ok(new JsonObject());
            answer.Headers.TryAddWithoutValidation("Warning", "299 - \"a \\\"quoted\\\" word\"");
            return answer;
        };

        await _client.GetPathAsync("/version", Cancel);

        Assert.Equal(["a \"quoted\" word"], _warnings);
    }

    [Fact]
    public async Task An_apply_says_who_applies_and_how()
    {
        var options = new WriteOptions { Force = true, DryRun = true, FieldValidation = "Strict" };
        var obj = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "c" } };

        await _client.ApplyAsync(BuiltInResources.ConfigMaps, "shop", "c", obj, options, Cancel);

        var request = Assert.Single(_api.Requests);
        Assert.Equal("PATCH", request.Method);
        Assert.Equal("/api/v1/namespaces/shop/configmaps/c", request.Path);
        Assert.Equal("application/apply-patch+yaml", request.Headers["Content-Type"]);
        Assert.Equal(
            "dryRun=All fieldManager=gitopsguard fieldValidation=Strict force=true",
            string.Join(' ', request.Query.OrderBy(q => q.Key).Select(q => $"{q.Key}={q.Value}")));
    }

    [Fact]
    public async Task A_null_of_a_merge_patch_reaches_the_server()
    {
        _api.Put(BuiltInResources.ConfigMaps, "shop", "c", new() { ["data"] = new JsonObject { ["a"] = "1" } });

        var patch = new JsonObject { ["data"] = new JsonObject { ["a"] = null } };
        var changed = await _client.MergePatchAsync(BuiltInResources.ConfigMaps, "shop", "c", patch, null, Cancel);

        Assert.False(changed.GetProperty("data").TryGetProperty("a", out _));
    }

    [Fact]
    public async Task A_deletion_with_a_precondition_spares_another_object_of_the_same_name()
    {
        _api.Put(BuiltInResources.ConfigMaps, "shop", "c");

        var e = await Assert.ThrowsAsync<ApiException>(
            () => _client.DeleteAsync(BuiltInResources.ConfigMaps, "shop", "c", new() { Uid = "other" }, Cancel));

        Assert.True(e.IsConflict);
        Assert.NotNull(_api.Get(BuiltInResources.ConfigMaps, "shop", "c"));
    }

    [Fact]
    public async Task Nesting_deeper_than_usual_passes_both_ways()
    {
        JsonObject deep = [];
        for (var i = 0; i < 60; i++) deep = new() { ["a"] = deep };
        deep["metadata"] = new JsonObject { ["name"] = "c" };

        var back = await _client.ApplyAsync(BuiltInResources.ConfigMaps, "shop", "c", deep, new(), Cancel);

        Assert.Equal(60, Depth(back));
    }

    [Fact]
    public async Task A_text_is_sent_as_it_is()
    {
        using var body = JsonBody.Write(new JsonObject { ["text"] = "<a href=\"x\">ä & 'ü'</a>" }, "application/json");

        Assert.Equal("""{"text":"<a href=\"x\">ä & 'ü'</a>"}""", await body.ReadAsStringAsync(Cancel));
    }

    public void Dispose()
    {
        _client.Dispose();
        _api.Dispose();
    }

    private static int Depth(System.Text.Json.JsonElement e) => e.TryGetProperty("a", out var inner) ? Depth(inner) + 1 : 0;

    private static HttpResponseMessage RetryIn(int seconds, HttpStatusCode code)
    {
        var answer = Answer.Refusal(code, "TooManyRequests", "later");
        answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return answer;
    }
}
