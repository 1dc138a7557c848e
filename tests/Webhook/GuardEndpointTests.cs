using System.Net;

namespace GitOpsGuard.Webhook.Tests;

public sealed class GuardEndpointTests
{
    [Fact]
    public async Task A_denial_carries_code_reason_message_and_audit_annotations()
    {
        await using var guard = await RunningGuard.StartAsync();
        var response = await guard.ReviewAsync(RunningGuard.Scale(5));
        Assert.Equal("u1", response.GetProperty("uid").GetString());
        Assert.False(response.GetProperty("allowed").GetBoolean());
        var status = response.GetProperty("status");
        Assert.Equal((403, "Forbidden"), (status.GetProperty("code").GetInt32(), status.GetProperty("reason").GetString()));
        Assert.Contains("declared   apps/web.yaml:8  github.com/acme/shop@3f2c1ab  (GitSync team-shop/web)", status.GetProperty("message").GetString());
        Assert.Equal("scale", response.GetProperty("auditAnnotations").GetProperty("rule").GetString());
    }

    [Fact]
    public async Task A_denied_change_is_recorded_once_under_the_id_of_the_message()
    {
        await using var guard = await RunningGuard.StartAsync();
        var first = await guard.ReviewAsync(RunningGuard.Scale(5));
        await guard.ReviewAsync(RunningGuard.Scale(5, "u2"));
        await guard.ReviewAsync(RunningGuard.Scale(6, "u3"));
        await guard.UntilAsync(() => Task.FromResult(Records(guard).Count == 2));
        var id = first.GetProperty("status").GetProperty("message").GetString()!.Split(' ')[^1];
        Assert.Contains($"\"name\":\"{id}\"", Records(guard)[0], StringComparison.Ordinal);
        Assert.Contains("\"changes\":[{\"path\":\"spec.replicas\",\"from\":3,\"to\":5}]", Records(guard)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_a_Secret_leaves_the_guard_nowhere()
    {
        await using var guard = await RunningGuard.StartAsync();
        var (_, body) = await guard.PostAsync(RunningGuard.Review(
            "{'uid':'u1','operation':'UPDATE','kind':{'kind':'Secret'},'resource':{'version':'v1','resource':'secrets'},'namespace':'shop','name':'db',"
            + "'userInfo':{'username':'bob'},'oldObject':{'data':{'p':'cGxhbnRlZA=='}},'object':{'data':{'p':'cGxhbnRlZDI='}}}"));
        Assert.Contains("\\u0022allowed\\u0022:false".Replace("\\u0022", "\""), body, StringComparison.Ordinal);
        Assert.DoesNotContain("cGxhbnRlZ", body, StringComparison.Ordinal);
        Assert.DoesNotContain(guard.Server.Writes, write => write.Body.Contains("cGxhbnRlZ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("null", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"kind\":\"AdmissionReview\"}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{}", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_is_no_review_gets_a_clear_refusal(string body, string contentType, HttpStatusCode code)
    {
        await using var guard = await RunningGuard.StartAsync();
        Assert.Equal(code, (await guard.PostAsync(body, contentType)).Code);
    }

    [Fact]
    public async Task Broken_bytes_are_refused()
    {
        await using var guard = await RunningGuard.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await guard.PostAsync(new ByteArrayContent([0x7b, 0x22, 0xff, 0xfe, 0x22]), "application/json")).Code);
    }

    [Fact]
    public async Task A_review_that_cannot_be_read_is_denied_in_a_review()
    {
        await using var guard = await RunningGuard.StartAsync();
        var response = await guard.ReviewAsync("{'uid':'u9','operation':'PAINT'}");
        Assert.Equal("u9", response.GetProperty("uid").GetString());
        Assert.False(response.GetProperty("allowed").GetBoolean());
    }

    [Fact]
    public async Task Null_objects_and_strange_trees_do_not_break_the_guard()
    {
        await using var guard = await RunningGuard.StartAsync();
        foreach (var obj in new[] { "null", "[]", "7", "{'metadata':7}", "{'metadata':{'labels':[],'annotations':null,'managedFields':{}}}" })
        {
            var response = await guard.ReviewAsync(
                "{'uid':'u1','operation':'UPDATE','kind':{'kind':'Deployment'},'resource':{'group':'apps','version':'v1','resource':'deployments'},'namespace':'shop','name':'free',"
                + $"'userInfo':{{'username':'bob'}},'oldObject':{obj},'object':{obj}}}");
            Assert.True(response.GetProperty("allowed").GetBoolean());
        }
    }

    [Fact]
    public async Task An_object_nested_as_deep_as_the_server_allows_is_judged()
    {
        await using var guard = await RunningGuard.StartAsync();
        static string Nested(int core) => string.Concat(Enumerable.Repeat("{'a':", 9_500)) + core + new string('}', 9_500);
        var response = await guard.ReviewAsync(
            "{'uid':'u1','operation':'UPDATE','kind':{'kind':'Deployment'},'resource':{'group':'apps','version':'v1','resource':'deployments'},'namespace':'shop','name':'web',"
            + $"'userInfo':{{'username':'bob'}},'oldObject':{{'spec':{Nested(1)}}},'object':{{'spec':{Nested(2)}}}}}");
        Assert.False(response.GetProperty("allowed").GetBoolean());
        Assert.Contains("managed by Git", response.GetProperty("status").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_past_32_MiB_is_refused()
    {
        await using var guard = await RunningGuard.StartAsync();
        var body = new ByteArrayContent(new byte[(32 * 1024 * 1024) + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await guard.PostAsync(body, "application/json")).Code);
    }

    [Fact]
    public async Task Only_the_path_that_the_API_server_was_told_answers()
    {
        await using var guard = await RunningGuard.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await guard.PostAsync(RunningGuard.Review(RunningGuard.Scale(5)), path: "/admit")).Code);
        Assert.Matches("^/admit/[0-9a-f]{48}$", guard.AdmissionPath);
    }

    [Fact]
    public async Task The_guard_is_alive_but_not_ready_before_it_knows_the_cluster()
    {
        await using var guard = await RunningGuard.StartAsync(ready: false);
        Assert.Equal(HttpStatusCode.OK, (await guard.HealthAsync("/healthz")).Code);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await guard.HealthAsync("/readyz")).Code);
        Assert.DoesNotContain(guard.Server.Writes, write => write.Path.Contains("validatingwebhookconfigurations", StringComparison.Ordinal));
    }

    private static List<string> Records(RunningGuard guard) =>
        [.. guard.Server.Writes.Where(write => write.Path.EndsWith("/changerequests", StringComparison.Ordinal)).Select(write => write.Body)];
}
