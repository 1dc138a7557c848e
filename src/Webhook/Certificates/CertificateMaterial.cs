using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using static GitOpsGuard.Webhook.Certificates.SecretText;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>All that the replicas share through the Secret.</summary>
internal sealed record CertificateMaterial
{
    private const string RotateAnnotation = Names.Group + "/rotate";

    /// <summary>The authority that signed the leaf.</summary>
    internal required Authority Authority { get; init; }

    /// <summary>The authority that will sign, or has signed, the next leaf, already trusted; null outside a rotation.</summary>
    internal Authority? Next { get; init; }

    /// <summary>The authority before, as PEM, still trusted; empty once nothing needs it.</summary>
    internal string Former { get; init; } = "";

    /// <summary>What is shown to the API server, with its key.</summary>
    internal required X509Certificate2 Leaf { get; init; }

    /// <summary>Path of the endpoint.</summary>
    internal required string Path { get; init; }

    /// <summary>The path that takes its place with the next leaf, already answered; empty outside a rotation.</summary>
    internal string NextPath { get; init; } = "";

    /// <summary>The path before, still answered; empty once nobody can know no other.</summary>
    internal string FormerPath { get; init; } = "";

    /// <summary>When the rotation last took a step.</summary>
    internal DateTimeOffset SteppedAt { get; init; }

    /// <summary>The wish for a rotation that was followed last: see <see cref="Wish"/>.</summary>
    internal string Followed { get; init; } = "";

    /// <summary>Everything that the API server trusts, as PEM.</summary>
    internal string Trusted => string.Join('\n', ((string[])[Authority.Certificates, Next?.Certificates ?? "", Former]).Where(pem => pem.Length > 0));

    /// <summary>What the annotation <c>gitopsguard.dev/rotate</c> of the Secret says: each new value asks for one rotation.</summary>
    internal static string Wish(JsonElement secret) => Json.TextAt(secret, "metadata", "annotations", RotateAnnotation);

    /// <summary>A path that nobody can guess.</summary>
    internal static string NewPath() => $"/admit/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}";

    /// <summary>Reads the Secret; null when something of it is missing or broken, so that all is made anew.</summary>
    internal static CertificateMaterial? Read(JsonElement secret)
    {
        var data = Json.Member(secret, "data");
        if (AuthorityIn(data, "ca") is not { } authority || LeafIn(data) is not { } leaf || Of(data, "path") is not { Length: > 0 } path) return null;
        return new()
        {
            Authority = authority,
            Next = AuthorityIn(data, "next-ca"),
            Former = Of(data, "former-ca.crt"),
            Leaf = leaf,
            Path = path,
            NextPath = Of(data, "next-path"),
            FormerPath = Of(data, "former-path"),
            SteppedAt = DateTimeOffset.TryParse(Of(data, "stepped-at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : default,
            Followed = Of(data, "followed"),
        };
    }

    /// <summary>The data of the Secret; what there is none of is null, which removes it.</summary>
    internal JsonObject ToData() => new()
    {
        ["ca.crt"] = Encode(Authority.Certificates),
        ["ca.key"] = Present(Authority.Key),
        ["next-ca.crt"] = Present(Next?.Certificates),
        ["next-ca.key"] = Present(Next?.Key),
        ["former-ca.crt"] = Present(Former),
        ["tls.crt"] = Encode(Leaf.ExportCertificatePem()),
        ["tls.key"] = Encode(KeyOf(Leaf)),
        ["path"] = Encode(Path),
        ["next-path"] = Present(NextPath),
        ["former-path"] = Present(FormerPath),
        ["stepped-at"] = Encode(SteppedAt.ToString("O", CultureInfo.InvariantCulture)),
        ["followed"] = Encode(Followed),
    };

    private static string? Present(string? text) => string.IsNullOrEmpty(text) ? null : Encode(text);

    private static Authority? AuthorityIn(JsonElement data, string name) => Authority.Read(Of(data, $"{name}.crt"), Of(data, $"{name}.key"));

    private static X509Certificate2? LeafIn(JsonElement data)
    {
        try
        {
            return X509Certificate2.CreateFromPem(Of(data, "tls.crt"), Of(data, "tls.key"));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using AsymmetricAlgorithm key = certificate.GetECDsaPrivateKey() ?? (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey()
            ?? throw new CryptographicException("The key of the certificate is neither ECDSA nor RSA.");
        return key.ExportPkcs8PrivateKeyPem();
    }
}
