using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>A credential plugin, run when its last answer has expired or was refused.</summary>
internal sealed class ExecCredentials(ExecPlugin plugin, TimeProvider time) : ICredentials
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Answer? _answer;

    public X509Certificate2? Certificate => _answer?.Certificate;

    public async ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var answer = Current() ?? await RenewAsync(ct);
        if (answer.Token is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public bool Reject()
    {
        _answer = null;
        return true;
    }

    public void Dispose()
    {
        _answer?.Certificate?.Dispose();
        _gate.Dispose();
    }

    private Answer? Current() => _answer is { } answer && answer.Expires - Early > time.GetUtcNow() ? answer : null;

    private async Task<Answer> RenewAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return Current() ?? (_answer = Read(await plugin.RunAsync(time, ct)));
        }
        finally
        {
            _gate.Release();
        }
    }

    private Answer Read(string output)
    {
        try
        {
            var status = JsonNode.Parse(output)?["status"];
            var token = (string?)status?["token"];
            var certificate = (string?)status?["clientCertificateData"];
            var key = (string?)status?["clientKeyData"];
            var expires = (string?)status?["expirationTimestamp"];
            if (token is null && (certificate is null || key is null))
                throw plugin.Failed("answered neither a token nor a client certificate with its key");
            return new(
                token,
                certificate is null || key is null ? null : ClientCertificate.FromPem(certificate, key),
                expires is null ? DateTimeOffset.MaxValue : DateTimeOffset.Parse(expires, null));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The output holds a credential: neither it nor the parser's message is repeated.
            throw plugin.Failed("answered something that is no ExecCredential");
        }
    }

    private sealed record Answer(string? Token, X509Certificate2? Certificate, DateTimeOffset Expires);
}
