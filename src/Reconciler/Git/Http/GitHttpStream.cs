using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using LibGit2Sharp;

namespace GitOpsGuard.Reconciler.Git.Http;

/// <summary>One request to a repository: libgit2 writes its body, then reads the answer.</summary>
internal sealed class GitHttpStream(GitHttpTransport transport, GitHttpSession session, bool advertise) : SmartSubtransportStream(transport)
{
    private const int MostRedirects = 5;
    private const string Advertisement = "/info/refs?service=git-upload-pack";
    private readonly ArrayBufferWriter<byte> _body = new();
    private HttpResponseMessage? _response;
    private Stream? _content;
    private CancellationTokenRegistration _cancellation;

    public override int Write(Stream dataStream, long length)
    {
        dataStream.ReadExactly(_body.GetSpan((int)length)[..(int)length]);
        _body.Advance((int)length);
        return 0;
    }

    public override int Read(Stream dataStream, long length, out long bytesRead)
    {
        try
        {
            _content ??= Open();
            var buffer = new byte[Math.Min(length, 64 * 1024)];
            var read = _content.Read(buffer);
            session.Count(read);
            dataStream.Write(buffer, 0, read);
            bytesRead = read;
            return 0;
        }
        catch (Exception e) when (e is not IOException { InnerException: null } || session.Failure is null)
        {
            throw session.Fail(GitFailures.Transport(e, session.Cancellation));
        }
    }

    protected override void Free()
    {
        _cancellation.Dispose();
        _response?.Dispose();
        base.Free();
    }

    private Stream Open()
    {
        _response = advertise ? Advertised() : session.Send(Post());
        if (!_response.IsSuccessStatusCode) throw session.Fail(GitFailures.Refused(_response.StatusCode, session.Base));
        var expected = $"application/x-git-upload-pack-{(advertise ? "advertisement" : "result")}";
        if (_response.Content.Headers.ContentType?.MediaType != expected) throw session.Fail(GitFailures.NoRepository());
        _cancellation = session.Cancellation.Register(static r => ((HttpResponseMessage)r!).Dispose(), _response);
        return _response.Content.ReadAsStream(session.Cancellation);
    }

    private HttpRequestMessage Post()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, session.Base + "/git-upload-pack") { Content = new ByteArrayContent(_body.WrittenSpan.ToArray()) };
        request.Content.Headers.ContentType = new("application/x-git-upload-pack-request");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-git-upload-pack-result"));
        _body.Clear();
        return request;
    }

    private HttpResponseMessage Advertised()
    {
        for (var redirects = 0; ; redirects++)
        {
            var url = new Uri(session.Base + Advertisement);
            var response = session.Send(new HttpRequestMessage(HttpMethod.Get, url));
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)) return response;
            var target = response.Headers.Location is { } location ? new Uri(url, location) : null;
            response.Dispose();
            if (redirects == MostRedirects || target is null || !MayFollow(url, target)) throw session.Fail(GitFailures.BadRedirect());
            session.Base = target.AbsoluteUri[..^Advertisement.Length];
        }
    }

    private static bool MayFollow(Uri from, Uri to) =>
        to.Scheme is "https" or "http"
        && (to.Scheme == "https" || from.Scheme == "http")
        && to.UserInfo.Length == 0
        && to.AbsoluteUri.EndsWith(Advertisement, StringComparison.Ordinal);
}
