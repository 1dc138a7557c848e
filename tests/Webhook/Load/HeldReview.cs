using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace GitOpsGuard.Webhook.Tests.Load;

/// <summary>A review on a connection of its own that the guard has begun to read and of which the body is still to come.</summary>
internal sealed class HeldReview : IAsyncDisposable
{
    private readonly TcpClient _connection;
    private readonly SslStream _tls;
    private readonly byte[] _body;

    private HeldReview(TcpClient connection, byte[] body) => (_connection, _tls, _body) =
        (connection, new(connection.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => new X509Certificate2(certificate!).MatchesHostname(ReviewLoad.Host)), body);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Sends the head of a review and waits until the guard asks for its body.</summary>
    internal static async Task<HeldReview> BeginAsync(int port, string path, string body)
    {
        var connection = new TcpClient { NoDelay = true };
        await connection.ConnectAsync(IPAddress.Loopback, port, Ct);
        var review = new HeldReview(connection, Encoding.UTF8.GetBytes(body));
        await review._tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = ReviewLoad.Host }, Ct);
        var head = string.Create(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: guard\r\nContent-Type: application/json\r\nContent-Length: {review._body.Length}\r\nExpect: 100-continue\r\n\r\n");
        await review._tls.WriteAsync(Encoding.ASCII.GetBytes(head), Ct);
        Assert.StartsWith("HTTP/1.1 100", await review.ReadAsync("\r\n\r\n"), StringComparison.Ordinal);
        return review;
    }

    /// <summary>Sends the body.</summary>
    /// <returns>The answer with its head.</returns>
    internal async Task<string> FinishAsync()
    {
        await _tls.WriteAsync(_body, Ct);
        return await ReadAsync("}}");
    }

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _connection.Dispose();
    }

    /// <summary>Reads until a text has come, or the guard ends the connection.</summary>
    private async Task<string> ReadAsync(string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal) && await _tls.ReadAsync(buffer, Ct) is var count and > 0)
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        return text.ToString();
    }
}
