using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>All that the replicas share through the Secret.</summary>
internal sealed record CertificateMaterial
{
    private const string RotateAnnotation = Names.Group + "/rotate";

    /// <summary>The authority that signed the leaf, with its key.</summary>
    internal required X509Certificate2 Authority { get; init; }

    /// <summary>The authority that will sign the next leaf, with its key, already trusted; null outside a rotation.</summary>
    internal X509Certificate2? Next { get; init; }

    /// <summary>The authority before, as PEM, still trusted; empty once nothing needs it.</summary>
    internal string Former { get; init; } = "";

    /// <summary>What is shown to the API server, with its key.</summary>
    internal required X509Certificate2 Leaf { get; init; }

    /// <summary>Path of the endpoint.</summary>
    internal required string Path { get; init; }

    /// <summary>When the rotation last took a step.</summary>
    internal DateTimeOffset SteppedAt { get; init; }

    /// <summary>The wish for a rotation that was followed last: see <see cref="Wish"/>.</summary>
    internal string Followed { get; init; } = "";

    /// <summary>Everything that the API server trusts, as PEM.</summary>
    internal string Trusted => string.Join('\n', ((string[])[Authority.ExportCertificatePem(), Next?.ExportCertificatePem() ?? "", Former]).Where(pem => pem.Length > 0));

    /// <summary>What the annotation <c>gitopsguard.dev/rotate</c> of the Secret says: each new value asks for one rotation.</summary>
    internal static string Wish(JsonElement secret) => Json.TextAt(secret, "metadata", "annotations", RotateAnnotation);

    /// <summary>Reads the Secret; null when something of it is missing or broken, so that all is made anew.</summary>
    internal static CertificateMaterial? Read(JsonElement secret)
    {
        var data = Json.Member(secret, "data");
        if (Certificate(data, "ca") is not { } authority || Certificate(data, "tls") is not { } leaf || Text(data, "path") is not { Length: > 0 } path) return null;
        return new()
        {
            Authority = authority,
            Next = Certificate(data, "next-ca"),
            Former = Text(data, "former-ca.crt"),
            Leaf = leaf,
            Path = path,
            SteppedAt = DateTimeOffset.TryParse(Text(data, "stepped-at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : default,
            Followed = Text(data, "followed"),
        };
    }

    /// <summary>The data of the Secret; what there is none of is null, which removes it.</summary>
    internal JsonObject ToData() => new()
    {
        ["ca.crt"] = Encode(Authority.ExportCertificatePem()),
        ["ca.key"] = Encode(Key(Authority)),
        ["next-ca.crt"] = Next is null ? null : Encode(Next.ExportCertificatePem()),
        ["next-ca.key"] = Next is null ? null : Encode(Key(Next)),
        ["former-ca.crt"] = Former.Length == 0 ? null : Encode(Former),
        ["tls.crt"] = Encode(Leaf.ExportCertificatePem()),
        ["tls.key"] = Encode(Key(Leaf)),
        ["path"] = Encode(Path),
        ["stepped-at"] = Encode(SteppedAt.ToString("O", CultureInfo.InvariantCulture)),
        ["followed"] = Encode(Followed),
    };

    private static X509Certificate2? Certificate(JsonElement data, string name)
    {
        var (certificate, key) = (Text(data, $"{name}.crt"), Text(data, $"{name}.key"));
        try
        {
            return certificate.Length == 0 || key.Length == 0 ? null : X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string Key(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(JsonElement data, string key)
    {
        var text = Json.Text(data, key);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
