using System.Net;
using System.Text;

namespace GitOpsGuard.Webhook.Tests;

/// <summary>Whatever is posted gets a review or a clear 4xx: the guard never breaks, and lets nothing pass by accident.</summary>
public sealed class BadInputTests
{
    private const string Update =
        "'operation':'UPDATE','kind':{'group':'apps','version':'v1','kind':'Deployment'},'resource':{'group':'apps','version':'v1','resource':'deployments'},"
        + "'namespace':'shop','name':'web','userInfo':{'username':'bob'}";

    /// <summary>Requests that say too little to be judged, beside an otherwise denied change.</summary>
    public static TheoryData<string, string> Unreadable => new()
    {
        { "no operation", "{'uid':'u1'}" },
        { "an operation that nobody knows", "{'uid':'u1','operation':'PAINT'}" },
        { "no resource", "{'uid':'u1','operation':'UPDATE','kind':{'kind':'Deployment'},'userInfo':{'username':'bob'}}" },
        { "no user", "{'uid':'u1','operation':'UPDATE','kind':{'kind':'Deployment'},'resource':{'resource':'deployments'}}" },
        { "a kind that is a list", "{'uid':'u1','operation':'UPDATE','kind':[],'resource':{'resource':'deployments'},'userInfo':{'username':'bob'}}" },
        { "a user that is a text", "{'uid':'u1','operation':'UPDATE','kind':{'kind':'Deployment'},'resource':{'resource':'deployments'},'userInfo':'bob'}" },
    };

    /// <summary>Bodies that no API server sends, with the code that they get.</summary>
    public static TheoryData<string, string, HttpStatusCode> Refused => new()
    {
        { "nothing", "", HttpStatusCode.BadRequest },
        { "a body that breaks off", "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview','request':{'uid':'u1'", HttpStatusCode.BadRequest },
        { "a text after the review", "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview','request':{'uid':'u1'}}{}", HttpStatusCode.BadRequest },
        { "a list", "[]", HttpStatusCode.BadRequest },
        { "null", "null", HttpStatusCode.BadRequest },
        { "another kind", "{'apiVersion':'admission.k8s.io/v1','kind':'TokenReview'}", HttpStatusCode.BadRequest },
        { "no request", "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview'}", HttpStatusCode.BadRequest },
        { "a request that is null", "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview','request':null}", HttpStatusCode.BadRequest },
        { "no uid", "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview','request':{" + Update + "}}", HttpStatusCode.BadRequest },
        { "a uid that is a number", "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview','request':{'uid':7," + Update + "}}", HttpStatusCode.BadRequest },
        { "a uid of half a character", "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview','request':{'uid':'\\ud800'," + Update + "}}", HttpStatusCode.BadRequest },
        { "a user of half a character", "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview','request':{'uid':'u1','operation':'UPDATE','kind':{'kind':'Deployment'},'resource':{'resource':'deployments'},'userInfo':{'username':'\\udc00'}}}", HttpStatusCode.BadRequest },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_no_review_gets_a_4xx(string what, string body, HttpStatusCode code)
    {
        await using var guard = await RunningGuard.StartAsync();
        var answer = await guard.PostAsync(body.Replace('\'', '"'));
        Assert.True(code == answer.Code, $"{what}: {answer.Code} {answer.Body}");
        Assert.DoesNotContain("\"allowed\":true", answer.Body, StringComparison.Ordinal);
        await StillJudgesAsync(guard);
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_request_that_cannot_be_judged_is_denied_in_a_review(string what, string request)
    {
        await using var guard = await RunningGuard.StartAsync();
        var response = await guard.ReviewAsync(request);
        Assert.Equal("u1", response.GetProperty("uid").GetString());
        Assert.False(response.GetProperty("allowed").GetBoolean(), what);
        await StillJudgesAsync(guard);
    }

    [Fact]
    public async Task A_version_of_reviews_that_nobody_knows_is_not_allowed()
    {
        await using var guard = await RunningGuard.StartAsync();
        var (code, body) = await guard.PostAsync(RunningGuard.Review(RunningGuard.Scale(5)).Replace("admission.k8s.io/v1", "admission.k8s.io/v2", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Contains("\"allowed\":false", body, StringComparison.Ordinal);
        Assert.Contains("only admission.k8s.io/v1 is understood", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/yaml")]
    [InlineData("application/json-patch+json")]
    public async Task A_review_of_another_content_type_is_refused(string contentType)
    {
        await using var guard = await RunningGuard.StartAsync();
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await guard.PostAsync(RunningGuard.Review(RunningGuard.Scale(5)), contentType)).Code);
        Assert.Equal(HttpStatusCode.OK, (await guard.PostAsync(RunningGuard.Review(RunningGuard.Scale(5)), "application/json; charset=utf-8")).Code);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_refused_wherever_they_stand()
    {
        await using var guard = await RunningGuard.StartAsync();
        var review = Encoding.UTF8.GetBytes(RunningGuard.Review("{'uid':'u1'," + Update + ",'oldObject':{'spec':{'note':'##'}},'object':{'spec':{'note':'x'}}}"));
        review[review.AsSpan().IndexOf("##"u8)] = 0xff;
        Assert.Equal(HttpStatusCode.BadRequest, (await guard.PostAsync(new ByteArrayContent(review), "application/json")).Code);
        await StillJudgesAsync(guard);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public async Task An_object_nested_very_deep_is_judged_or_refused(int depth)
    {
        await using var guard = await RunningGuard.StartAsync();
        string Nested(int core) => string.Concat(Enumerable.Repeat("{'a':", depth)) + core + new string('}', depth);
        var (code, body) = await guard.PostAsync(RunningGuard.Review(
            "{'uid':'u1'," + Update + $",'oldObject':{{'spec':{Nested(1)}}},'object':{{'spec':{Nested(2)}}}}}"));
        Assert.Equal(depth < 12_000 ? HttpStatusCode.OK : HttpStatusCode.BadRequest, code);
        Assert.DoesNotContain("\"allowed\":true", body, StringComparison.Ordinal);
        await StillJudgesAsync(guard);
    }

    [Fact]
    public async Task A_value_nested_very_deep_is_denied_like_another()
    {
        await using var guard = await RunningGuard.StartAsync();
        const int Depth = 9_500;
        var deep = string.Concat(Enumerable.Repeat("{'a':", Depth)) + "1" + new string('}', Depth);
        var (code, body) = await guard.PostAsync(RunningGuard.Review("{'uid':'u1'," + Update + $",'oldObject':{{'spec':{{'inner':{{}}}}}},'object':{{'spec':{{'inner':{deep}}}}}}}"));
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Contains("spec.inner", body, StringComparison.Ordinal);
        Assert.Contains("\"allowed\":false", body, StringComparison.Ordinal);
        await StillJudgesAsync(guard);
    }

    [Fact]
    public async Task Ten_thousand_entries_of_managedFields_are_judged()
    {
        await using var guard = await RunningGuard.StartAsync();
        string Object(int replicas) =>
            $"{{'apiVersion':'apps/v1','kind':'Deployment','metadata':{{'name':'web','namespace':'shop','managedFields':[{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"{{'manager':'m{i}-{replicas}','operation':'Apply','apiVersion':'apps/v1','fieldsType':'FieldsV1','fieldsV1':{{'f:spec':{{'f:x{i}':{{}}}}}}}}"))}]}},'spec':{{'replicas':{replicas}}}}}";
        Assert.True((await guard.ReviewAsync("{'uid':'u1'," + Update + $",'oldObject':{Object(3)},'object':{Object(3)}}}")).GetProperty("allowed").GetBoolean());
        Assert.False((await guard.ReviewAsync("{'uid':'u1'," + Update + $",'oldObject':{Object(3)},'object':{Object(4)}}}")).GetProperty("allowed").GetBoolean());
    }

    [Theory]
    [InlineData("日本語")]
    [InlineData("Ωμέγα")]
    [InlineData("кириллица")]
    [InlineData("العربية")]
    [InlineData("हिन्दी")]
    [InlineData("ไทย")]
    [InlineData("\U0001F680\U0001F469‍\U0001F469‍\U0001F467")]
    [InlineData("a\\u0000b\\n\\t\\u202e")]
    public async Task A_name_of_any_script_is_judged_like_another(string name)
    {
        await using var guard = await RunningGuard.StartAsync();
        var free = await guard.ReviewAsync(
            $"{{'uid':'{name}','operation':'UPDATE','kind':{{'group':'apps','kind':'Deployment'}},'resource':{{'group':'apps','version':'v1','resource':'deployments'}},"
            + $"'namespace':'{name}','name':'{name}','userInfo':{{'username':'{name}'}},'oldObject':{{'spec':{{'a':1}}}},'object':{{'spec':{{'a':2}}}}}}");
        Assert.True(free.GetProperty("allowed").GetBoolean());
        var denied = await guard.ReviewAsync(RunningGuard.Scale(5).Replace("bob", name, StringComparison.Ordinal));
        Assert.False(denied.GetProperty("allowed").GetBoolean());
    }

    [Fact]
    public async Task Large_bodies_are_judged_though_many_come_at_once()
    {
        await using var guard = await RunningGuard.StartAsync();
        var filler = new string('x', 3 * 1024 * 1024);
        string Request(int replicas) =>
            $"{{'uid':'u{replicas}',{Update},'oldObject':{{'data':'{filler}','spec':{{'replicas':3}}}},'object':{{'data':'{filler}','spec':{{'replicas':{replicas}}}}}}}";
        var answers = await Task.WhenAll(Enumerable.Range(3, 8).Select(replicas => guard.ReviewAsync(Request(replicas))));
        Assert.Equal([true, .. Enumerable.Repeat(false, 7)], answers.Select(answer => answer.GetProperty("allowed").GetBoolean()));
    }

    /// <summary>What came before has not moved the guard: a closed change is denied, an open one passes.</summary>
    private static async Task StillJudgesAsync(RunningGuard guard)
    {
        Assert.False((await guard.ReviewAsync(RunningGuard.Scale(5))).GetProperty("allowed").GetBoolean());
        Assert.True((await guard.ReviewAsync(RunningGuard.Scale(3))).GetProperty("allowed").GetBoolean());
    }
}
