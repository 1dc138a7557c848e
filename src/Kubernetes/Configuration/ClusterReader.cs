using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>Reads <c>clusters[].cluster</c> of a kubeconfig.</summary>
internal static class ClusterReader
{
    /// <returns>A connection that is still anonymous.</returns>
    public static Connection Read(string name, JsonObject cluster, string file, Func<string, string?> environment)
    {
        var text = KubeConfig.Text(cluster, "server")
            ?? throw KubeConfig.Invalid($"The cluster {name} in {file} names no server.");
        var server = Address(text, $"The server of cluster {name} in {file}");
        if (server.UserInfo.Length > 0)
            throw KubeConfig.Invalid($"The server of cluster {name} in {file} has a password in its address; it belongs under users.");
        return new()
        {
            Server = server,
            Credentials = new StaticCredentials(null, null),
            Authorities = ReadAuthorities(cluster, file),
            SkipTlsVerify = KubeConfig.Text(cluster, "insecure-skip-tls-verify") is "true",
            TlsServerName = KubeConfig.Text(cluster, "tls-server-name"),
            Proxy = KubeConfig.Text(cluster, "proxy-url") is { } proxy
                ? Address(proxy, $"The proxy-url of cluster {name} in {file}")
                : ProxyRules.For(server, environment),
        };
    }

    private static Uri Address(string text, string what) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks5"
            ? uri
            : throw KubeConfig.Invalid($"{what} is no http or https address.");

    private static Authorities? ReadAuthorities(JsonObject cluster, string file)
    {
        if (PemSource.Find(cluster, "certificate-authority", file) is not { } read) return null;
        try
        {
            return new(read);
        }
        catch (CryptographicException e)
        {
            throw KubeConfig.Invalid($"The certificate-authority in {file} is no PEM certificate: {e.Message}", e);
        }
    }
}
