using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>
/// Keeps authority, leaf and endpoint path in the Secret <see cref="Names.WebhookCertificateSecret"/>, so that all replicas
/// agree, and renews the leaf before it ends.
/// </summary>
internal sealed class CertificateStore(ApiClient client, WebhookSettings settings, TimeProvider time, ILogger<CertificateStore> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly WriteOptions Writing = new() { FieldManager = "gitopsguard-webhook" };

    private const int Attempts = 5;

    private volatile ServingIdentity? _current;

    /// <summary>What is served now.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been loaded yet.</exception>
    internal ServingIdentity Current => _current ?? throw new InvalidOperationException("The certificate has not been loaded.");

    private string[] Hosts =>
    [
        $"{Names.WebhookService}.{settings.Namespace}.svc",
        $"{Names.WebhookService}.{settings.Namespace}.svc.cluster.local",
        "localhost",
        "127.0.0.1",
        .. settings.Url is { } url ? new[] { url.Host.Trim('[', ']') } : [],
    ];

    /// <summary>Reads the Secret; creates it, or renews the leaf in it, where that is needed.</summary>
    internal async Task LoadAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _current = await ReadOrWriteAsync(ct);
                return;
            }
            catch (ApiException e) when ((e.IsConflict || e.IsAlreadyExists) && attempt < Attempts)
            {
                // Another replica was quicker; what it wrote is read in the next round.
            }
        }
    }

    /// <summary>Looks at the Secret every hour until cancelled.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                await LoadAsync(ct);
            }
            catch (Exception e) when (e is ApiException or CryptographicException)
            {
                WebhookLog.CertificateFailed(logger, e.Message);
            }
        }
    }

    private async Task<ServingIdentity> ReadOrWriteAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var secret = await client.GetAsync(BuiltInResources.Secrets, settings.Namespace, Names.WebhookCertificateSecret, ct);
        var data = secret is { } found ? Json.Member(found, "data") : default;
        if (Authority(data) is not { } authority)
        {
            using var made = CertificateFactory.Authority(now);
            return await WriteAsync(secret, made, NewPath(), now, ct);
        }

        using (authority)
        {
            var path = Text(data, "path") is { Length: > 0 } known ? known : null;
            if (path is not null && Leaf(data) is { } leaf)
            {
                if (CertificateFactory.StillServes(leaf, Hosts, now)) return new(leaf, authority.ExportCertificatePem(), path);
                leaf.Dispose();
            }

            return await WriteAsync(secret, authority, path ?? NewPath(), now, ct);
        }
    }

    private async Task<ServingIdentity> WriteAsync(
        JsonElement? secret, X509Certificate2 authority, string path, DateTimeOffset now, CancellationToken ct)
    {
        var leaf = CertificateFactory.Leaf(authority, Hosts, now);
        var data = new JsonObject
        {
            ["ca.crt"] = Encode(authority.ExportCertificatePem()),
            ["ca.key"] = Encode(Key(authority)),
            ["tls.crt"] = Encode(leaf.ExportCertificatePem()),
            ["tls.key"] = Encode(Key(leaf)),
            ["path"] = Encode(path),
        };
        if (secret is { } existing)
        {
            var patch = new JsonObject
            {
                ["metadata"] = new JsonObject { ["resourceVersion"] = Json.TextAt(existing, "metadata", "resourceVersion") },
                ["data"] = data,
            };
            await client.MergePatchAsync(BuiltInResources.Secrets, settings.Namespace, Names.WebhookCertificateSecret, patch, Writing, ct);
        }
        else
        {
            var created = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["metadata"] = new JsonObject { ["name"] = Names.WebhookCertificateSecret, ["namespace"] = settings.Namespace },
                ["type"] = "Opaque",
                ["data"] = data,
            };
            await client.CreateAsync(BuiltInResources.Secrets, settings.Namespace, created, Writing, ct);
        }

        WebhookLog.CertificateIssued(logger, string.Join(", ", Hosts), new DateTimeOffset(leaf.NotAfter));
        return new(leaf, authority.ExportCertificatePem(), path);
    }

    private static X509Certificate2? Authority(JsonElement data) => Certificate(Text(data, "ca.crt"), Text(data, "ca.key"));

    private static X509Certificate2? Leaf(JsonElement data) => Certificate(Text(data, "tls.crt"), Text(data, "tls.key"));

    private static X509Certificate2? Certificate(string certificate, string key)
    {
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

    private static string NewPath() => $"/admit/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}";

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(JsonElement data, string key)
    {
        var text = Json.Text(data, key);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
