using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>A token in a file that somebody else renews, as the kubelet does. Read again each minute and after a 401.</summary>
internal sealed class TokenFileCredentials(string path, X509Certificate2? certificate, TimeProvider time) : ICredentials
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private volatile CachedToken? _token;

    public X509Certificate2? Certificate => certificate;

    public async ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var token = _token;
        if (token is null || time.GetElapsedTime(token.ReadAt) >= Lifetime) _token = token = await ReadAsync(ct);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
    }

    public bool Reject()
    {
        _token = null;
        return true;
    }

    public void Dispose() => certificate?.Dispose();

    private async Task<CachedToken> ReadAsync(CancellationToken ct)
    {
        try
        {
            return new((await File.ReadAllTextAsync(path, ct)).Trim(), time.GetTimestamp());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ApiException(ApiException.InvalidConfiguration, $"The token file {path} cannot be read: {e.Message}", e);
        }
    }

    private sealed record CachedToken(string Value, long ReadAt);
}
