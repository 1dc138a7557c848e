using System.Net;

namespace GitOpsGuard.Kubernetes.Bench;

/// <summary>A server that answers lists with prepared pages and the first watch with prepared lines, after which it stays silent.</summary>
internal sealed class CannedApi(IReadOnlyList<byte[]> pages, byte[] lines) : HttpMessageHandler
{
    private int _page;
    private int _watches;

    public ApiClient Client() => new(new Uri("http://canned/"), this, new() { RequestsPerSecond = 0 });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var watch = request.RequestUri!.Query.Contains("watch=true", StringComparison.Ordinal);
        var body = watch ? new StreamContent(Stream(cancellationToken)) : (HttpContent)new ByteArrayContent(pages[_page++ % pages.Count]);
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = body });
    }

    private SocketLikeStream Stream(CancellationToken ct) => new(_watches++ == 0 ? lines : [], ct);
}
