using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using GitOpsGuard.Core;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>
/// A leaf that another signs, such as cert-manager, in a Secret of the form <c>kubernetes.io/tls</c> beside <c>ca.crt</c>.
/// </summary>
/// <param name="Leaf">The leaf with its key.</param>
/// <param name="Trust">What to trust so that it is believed: <c>ca.crt</c> and the intermediates after the leaf, as PEM.</param>
internal sealed record IssuedCertificate(X509Certificate2 Leaf, string Trust) : ICertificateIssuer
{
    /// <summary>Reads the Secret.</summary>
    /// <param name="secret">The Secret; null when there is none yet.</param>
    /// <param name="ns">Its namespace, for messages.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="host">Name by which the API server reaches the guard.</param>
    /// <exception cref="CryptographicException">It holds no usable certificate; the message says what is missing.</exception>
    internal static IssuedCertificate Read(JsonElement? secret, string ns, string name, string host)
    {
        var data = secret is { } found ? Json.Member(found, "data") : default;
        var (certificates, key, authority) = (SecretText.Of(data, "tls.crt"), SecretText.Of(data, "tls.key"), SecretText.Of(data, "ca.crt"));
        if (certificates.Length == 0 || key.Length == 0) throw Unusable($"Secret {ns}/{name} has no tls.crt and tls.key yet; see who should write them");
        var leaf = X509Certificate2.CreateFromPem(certificates, key);
        if (!leaf.MatchesHostname(host, allowWildcards: true, allowCommonName: false))
            throw Unusable($"The certificate in Secret {ns}/{name} is not for {host}; add it to the names that are asked for");
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificates);
        var trust = chain.Skip(1).Select(certificate => certificate.ExportCertificatePem()).Prepend(authority.Trim()).Where(pem => pem.Length > 0).ToArray();
        return trust.Length > 0
            ? new(leaf, string.Join('\n', trust))
            : throw Unusable($"Secret {ns}/{name} has no ca.crt, so the API server would not know whom to trust; take an issuer that writes it");

        CryptographicException Unusable(string what) => new($"{what}: kubectl describe certificates -n {ns}");
    }

    /// <inheritdoc/>
    public Authority NewAuthority(DateTimeOffset now) => new(Trust, "");

    /// <inheritdoc/>
    public X509Certificate2 NewLeaf(Authority authority, DateTimeOffset now) => Leaf;

    /// <inheritdoc/>
    public bool IsPast(Authority authority, DateTimeOffset now) => authority.Certificates != Trust;

    /// <inheritdoc/>
    public bool IsPast(X509Certificate2 leaf, Authority authority, DateTimeOffset now) => !IsPast(authority, now) && !leaf.Equals(Leaf);
}
