using System.Net;
using System.Text;

namespace GitOpsGuard.KubectlPlugin.Tests;

/// <summary>Answers requests by method and path, and remembers them. What it does not know is not found.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    public Dictionary<string, (HttpStatusCode Status, string Body)> Answers { get; } = new(StringComparer.Ordinal);

    public List<(string Line, string Body)> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var line = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (Requests) Requests.Add((line, body));
        var (status, answer) = Answers.TryGetValue(line, out var known)
            ? known
            : (HttpStatusCode.NotFound, """{"kind":"Status","status":"Failure","reason":"NotFound","message":"not found","code":404}""");
        return new(status) { Content = new StringContent(answer, Encoding.UTF8, "application/json"), RequestMessage = request };
    }
}
