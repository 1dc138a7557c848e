using System.Net;
using System.Text;

namespace GitOpsGuard.Forges.Tests;

/// <summary>Answers requests in their order and remembers them.</summary>
internal sealed class FakeForge(params (HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
{
    private int _next;

    public List<(string Line, string? Authorization, string Body)> Requests { get; } = [];

    public HttpClient Client => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add(($"{request.Method} {request.RequestUri}", request.Headers.Authorization?.ToString(), body));
        var (status, text) = answers[_next++];
        if (status == default) throw new HttpRequestException("no route");
        return new(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
    }
}
