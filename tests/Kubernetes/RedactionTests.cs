using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.Kubernetes.Tests;

/// <summary>Servers and webhooks repeat what they were sent; none of it may reach a log, a condition or a person.</summary>
public sealed class RedactionTests : IDisposable
{
    private const string Planted = "planted-secret";

    private readonly FakeApi _api = new();
    private readonly List<string> _warnings = [];
    private readonly ApiClient _client;

    public RedactionTests() => _client = _api.Client(new() { Warned = _warnings.Add, Retries = 0 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Encoded => Convert.ToBase64String(Encoding.UTF8.GetBytes(Planted));

    public static TheoryData<string> Bodies =>
    [
        """{"stringData":{"password":"planted-secret"}}""",
        $$$"""{"data":{"password":"{{{Encoded}}}"}}""",
        """{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"planted-secret"}}}""",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_value_of_a_Secret_that_the_server_repeats_is_taken_out_of_its_words(string body)
    {
        Refuse($"Secret \"db\" is invalid: .stringData.password: Invalid value: \"{Planted}\" ({Encoded}): too short");
        var secret = JsonNode.Parse(body)!.AsObject();

        var e = await Assert.ThrowsAsync<ApiException>(
            () => _client.MergePatchAsync(BuiltInResources.Secrets, "shop", "db", secret, null, Cancel));

        Assert.StartsWith("Secret \"db\" is invalid: .stringData.password: Invalid value: \"***\"", e.Message, StringComparison.Ordinal);
        AssertNothingPlanted(e);
    }

    [Fact]
    public async Task So_is_a_number_and_a_value_of_a_JSON_patch()
    {
        Refuse("failed to create typed patch object: .stringData.pin: expected string, got &{4711881}");
        var number = await Assert.ThrowsAsync<ApiException>(() => _client.ApplyAsync(
            BuiltInResources.Secrets, "shop", "db", JsonNode.Parse("""{"stringData":{"pin":4711881}}""")!.AsObject(), new(), Cancel));
        Refuse($"the value {Planted} is wrong");
        var patch = await Assert.ThrowsAsync<ApiException>(() => _client.JsonPatchAsync(
            BuiltInResources.Secrets, "shop", "db", JsonNode.Parse("""[{"op":"add","path":"/stringData/a","value":"planted-secret"}]""")!.AsArray(), null, Cancel));

        Assert.DoesNotContain("4711881", number.ToString(), StringComparison.Ordinal);
        AssertNothingPlanted(patch);
    }

    [Theory]
    [InlineData("cannot clone https://jane:planted-secret@git.example.com/shop.git: 401", "cannot clone https://***@git.example.com/shop.git: 401")]
    [InlineData("bad token eyJhbGciOi.eyJwbGFudGVkLXNlY3JldCI.c2lnbmF0dXJl here", "bad token *** here")]
    [InlineData("got -----BEGIN EC PRIVATE KEY-----\nplanted-secret\n-----END EC PRIVATE KEY----- there", "got *** there")]
    [InlineData("Deployment \"web\" is invalid: see https://example.com/a@b", "Deployment \"web\" is invalid: see https://example.com/a@b")]
    public async Task What_looks_like_a_credential_is_taken_out_of_any_words(string said, string told)
    {
        Refuse(said);

        var e = await Assert.ThrowsAsync<ApiException>(() => _client.GetPathAsync("/version", Cancel));

        Assert.Equal(told, e.Message);
        Assert.Equal(told, Assert.Single(e.Causes).Message);
    }

    [Theory]
    [InlineData("a", "://x@")]
    [InlineData("eyJ", ".")]
    [InlineData("a://b", "@")]
    [InlineData("-----BEGIN A PRIVATE KEY-----", "")]
    public async Task Words_without_end_are_cut_and_cost_no_time(string piece, string end)
    {
        Refuse(string.Concat(Enumerable.Repeat(piece, 400_000 / piece.Length)) + end);

        var e = await Assert.ThrowsAsync<ApiException>(() => _client.GetPathAsync("/version", Cancel));

        Assert.InRange(e.Message.Length, 1, 8193);
        Assert.Equal("Invalid", e.Reason);
    }

    [Fact]
    public async Task A_token_at_the_place_where_words_are_cut_is_not_half_told()
    {
        const string token = "eyJhbGciOi.eyJwbGFudGVkLXNlY3JldCI.c2lnbmF0dXJl";
        Refuse($"{new string('x', 8192 - 20)} {token}");

        var e = await Assert.ThrowsAsync<ApiException>(() => _client.GetPathAsync("/version", Cancel));

        Assert.EndsWith("x ***", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_are_cleaned_in_the_same_way()
    {
        _api.Intercept = _ =>
        {
            var answer = Answer.Ok(new JsonObject());
            answer.Headers.TryAddWithoutValidation("Warning", $"299 - \"the password {Planted} is weak\"");
            return answer;
        };

        await _client.ApplyAsync(
            BuiltInResources.Secrets, "shop", "db", JsonNode.Parse("""{"stringData":{"password":"planted-secret"}}""")!.AsObject(), new(), Cancel);

        Assert.Equal(["the password *** is weak"], _warnings);
    }

    [Fact]
    public async Task A_token_is_in_no_error()
    {
        using var client = _client.WithToken(Planted);
        _api.Intercept = _ => throw new HttpRequestException("refused");

        AssertNothingPlanted(await Assert.ThrowsAsync<ApiException>(() => client.GetPathAsync("/version", Cancel)));
    }

    public void Dispose()
    {
        _client.Dispose();
        _api.Dispose();
    }

    private static void AssertNothingPlanted(ApiException e)
    {
        var all = e + string.Concat(e.Causes);
        Assert.DoesNotContain(Planted, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Encoded, all, StringComparison.Ordinal);
    }

    private void Refuse(string message)
    {
        var status = Answer.Status(HttpStatusCode.UnprocessableEntity, "Invalid", message);
        status["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = message, ["field"] = "data" }) };
        _api.Intercept = _ => Answer.Json(HttpStatusCode.UnprocessableEntity, status);
    }
}
