using System.Text;
using GitOpsGuard.Webhook.Serving;
using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.Webhook.Tests;

public sealed class ReviewBodyTests
{
    [Fact]
    public async Task A_large_body_that_stalls_is_given_up_when_the_API_server_would_and_the_next_gets_its_turn()
    {
        var half = Encoding.UTF8.GetBytes("{\"a\":\"" + new string('a', 3 * ReviewBody.Large));
        var stalled = Request(new SilentStream(TestContext.Current.CancellationToken, half), "200ms");
        var next = Request(new MemoryStream([.. half, .. "\"}"u8]), "30s");

        var error = await Assert.ThrowsAsync<BadHttpRequestException>(() => ReviewBody.ReadAsync(stalled, TestContext.Current.CancellationToken).AsTask());
        using var body = await ReviewBody.ReadAsync(next, TestContext.Current.CancellationToken);

        Assert.Equal(StatusCodes.Status408RequestTimeout, error.StatusCode);
        Assert.Equal(3 * ReviewBody.Large, body.Root.GetProperty("a").GetString()!.Length);
    }

    private static HttpRequest Request(Stream body, string timeout)
    {
        var request = new DefaultHttpContext().Request;
        (request.Body, request.QueryString) = (body, new($"?timeout={timeout}"));
        return request;
    }
}
