using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>
/// A token in a file that somebody else renews, as the kubelet does. Read again each minute and after a 401; while the file
/// cannot be read, a token that the server has not refused stays in use.
/// </summary>
internal sealed class TokenFileCredentials(string path, CertificateSource? certificate, TimeProvider time) : ICredentials
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private volatile CachedToken? _token;

    public X509Certificate2? Certificate => certificate?.Current;

    public async ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var token = _token;
        if (token is null || time.GetElapsedTime(token.ReadAt) >= Lifetime) _token = token = await ReadAsync(token, ct);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
    }

    public bool Reject()
    {
        certificate?.Renew();
        _token = null;
        return true;
    }

    public void Dispose() => certificate?.Dispose();

    private async Task<CachedToken> ReadAsync(CachedToken? last, CancellationToken ct)
    {
        try
        {
            var text = (await File.ReadAllTextAsync(path, ct)).Trim();
            if (text.Length > 0) return new(text, time.GetTimestamp());
            return last ?? throw new ApiException(ApiException.InvalidConfiguration, $"The token file {path} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return last
                ?? throw new ApiException(ApiException.InvalidConfiguration, $"The token file {path} cannot be read: {e.Message}", e);
        }
    }

    private sealed record CachedToken(string Value, long ReadAt);
}
