using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Git;

/// <summary>What a Secret holds for a repository. Its text form shows nothing.</summary>
internal sealed class GitCredentials
{
    /// <summary>No credentials and the system's certificate authorities.</summary>
    public static readonly GitCredentials None = new(null, []);

    private GitCredentials(AuthenticationHeaderValue? authorization, X509Certificate2Collection authorities) =>
        (Authorization, Authorities) = (authorization, authorities);

    /// <summary>The header that authenticates, sent to the repository's own host only.</summary>
    public AuthenticationHeaderValue? Authorization { get; }

    /// <summary>Certificate authorities of <c>ca.crt</c>; when empty, those of the system.</summary>
    public X509Certificate2Collection Authorities { get; }

    /// <summary>Reads <c>bearerToken</c>, or <c>username</c> and <c>password</c>, and <c>ca.crt</c>.</summary>
    public static Outcome<GitCredentials> FromSecret(string name, JsonElement secret)
    {
        var data = secret.TryGetProperty("data", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var (bearer, user, password) = (Value(data, "bearerToken"), Value(data, "username"), Value(data, "password"));
        var authorities = new X509Certificate2Collection();
        if (Value(data, "ca.crt") is { } pem && !TryImport(authorities, pem))
            return Invalid($"Secret {name}: 'ca.crt' holds no certificate in PEM form");
        if (bearer is not null) return new GitCredentials(new("Bearer", bearer), authorities);
        if (user is not null && password is not null)
            return new GitCredentials(new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))), authorities);
        if (user is null && password is null && authorities.Count > 0) return new GitCredentials(null, authorities);
        return Invalid($"Secret {name} needs 'username' and 'password', or 'bearerToken'");
    }

    private static string? Value(JsonElement data, string key)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(key, out var value)) return null;
        return value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes)
            ? Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n')
            : null;
    }

    private static bool TryImport(X509Certificate2Collection authorities, string pem)
    {
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            return false;
        }

        return authorities.Count > 0;
    }

    private static Failure.Stalled Invalid(string message) => new(Reasons.AuthenticationFailed, message);
}
