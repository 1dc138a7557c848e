using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>Reads <c>clusters[].cluster</c> of a kubeconfig.</summary>
internal static class ClusterReader
{
    /// <returns>A connection that is still anonymous.</returns>
    public static Connection Read(string name, JsonObject cluster, string file)
    {
        var server = KubeConfig.Text(cluster, "server")
            ?? throw KubeConfig.Invalid($"The cluster {name} in {file} names no server.");
        return new()
        {
            Server = Address(server, $"The server of cluster {name} in {file}"),
            Credentials = new StaticCredentials(null, null),
            Authorities = ReadAuthorities(cluster, file),
            SkipTlsVerify = KubeConfig.Text(cluster, "insecure-skip-tls-verify") is "true",
            TlsServerName = KubeConfig.Text(cluster, "tls-server-name"),
            Proxy = KubeConfig.Text(cluster, "proxy-url") is { } proxy
                ? Address(proxy, $"The proxy-url of cluster {name} in {file}")
                : null,
        };
    }

    private static Uri Address(string text, string what) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks5"
            ? uri
            : throw KubeConfig.Invalid($"{what} is no http or https address.");

    private static X509Certificate2Collection? ReadAuthorities(JsonObject cluster, string file)
    {
        if (PemSource.Read(cluster, "certificate-authority", file) is not { } pem) return null;
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(pem);
            return authorities;
        }
        catch (CryptographicException e)
        {
            throw KubeConfig.Invalid($"The certificate-authority in {file} is no PEM certificate: {e.Message}", e);
        }
    }
}
