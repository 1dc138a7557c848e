using System.Security.Cryptography.X509Certificates;
using System.Text;
using GitOpsGuard.Kubernetes.Configuration;
using GitOpsGuard.Kubernetes.Transport;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests.Connections;

/// <summary>What becomes of connections to a real socket as certificates are renewed, and by which way they go.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("connections ");
    private readonly Dictionary<string, string> _environment = [];
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(60));
    private readonly TestAuthority _old = new("old");
    private readonly TestAuthority _new = new("new");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _old.Dispose();
        _new.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_bundle_of_authorities_that_is_renewed_is_followed_while_the_process_runs()
    {
        using var oldServing = _old.Issue("server", server: true);
        using var newServing = _new.Issue("server", server: true);
        await using var server = await TlsServer.StartAsync(oldServing, Cancel);
        Write("ca.crt", _old.Pem);
        var connection = Configure(server.Address, "certificate-authority: ca.crt", "{}", new());
        await AskAnewAsync(connection);

        server.Certificate = newServing;
        var stranger = await Assert.ThrowsAsync<ApiException>(() => AskAnewAsync(connection));
        Write("ca.crt", _old.Pem + "\n" + _new.Pem);
        await AskAnewAsync(connection);
        Write("ca.crt", "half a fi");
        await AskAnewAsync(connection);
        Write("ca.crt", _new.Pem);
        server.Certificate = oldServing;
        var dropped = await Assert.ThrowsAsync<ApiException>(() => AskAnewAsync(connection));

        Assert.Equal(ApiException.Unreachable, stranger.Reason);
        Assert.Equal(ApiException.Unreachable, dropped.Reason);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_with_a_certificate_for_another_purpose_or_name_is_not_trusted()
    {
        using var clients = _old.Issue("someone", server: false);
        using var serving = _old.Issue("server", server: true);
        await using var server = await TlsServer.StartAsync(clients, Cancel);
        Write("ca.crt", _old.Pem);
        var connection = Configure(server.Address, "certificate-authority: ca.crt", "{}", new());
        var other = Configure(server.Address, "certificate-authority: ca.crt, tls-server-name: other.example.com", "{}", new());

        await Assert.ThrowsAsync<ApiException>(() => AskAnewAsync(connection));
        server.Certificate = serving;
        await Assert.ThrowsAsync<ApiException>(() => AskAnewAsync(other));

        Assert.Empty(server.Requests);
        await AskAnewAsync(connection);
    }

    [Fact]
    public async Task A_client_certificate_that_is_renewed_is_shown_on_new_connections_within_a_minute()
    {
        using var serving = _old.Issue("server", server: true);
        await using var server = await TlsServer.StartAsync(serving, Cancel);
        using var client = ConnectByCertificate(server.Address);
        await client.GetPathAsync("/version", Cancel);
        WritePair("second");
        await client.GetPathAsync("/version", Cancel);

        _time.Advance(TimeSpan.FromMinutes(1));
        await client.GetPathAsync("/version", Cancel);

        Assert.Equal(["CN=first", "CN=first", "CN=second"], server.Requests.Select(r => r.Client));
        Assert.Equal(2, server.Requests.Select(r => r.Connection).Distinct().Count());
    }

    [Fact]
    public async Task A_client_certificate_that_the_server_refuses_is_read_again_at_once()
    {
        using var serving = _old.Issue("server", server: true);
        await using var server = await TlsServer.StartAsync(serving, Cancel);
        using var client = ConnectByCertificate(server.Address);
        await client.GetPathAsync("/version", Cancel);
        WritePair("second");
        server.OnlyClient = "CN=second";

        await client.GetPathAsync("/version", Cancel);

        Assert.Equal(["CN=first", "CN=first", "CN=second"], server.Requests.Select(r => r.Client));
    }

    [Fact]
    public async Task A_client_certificate_of_a_plugin_is_shown_and_renewed_before_it_expires()
    {
        using var serving = _old.Issue("server", server: true);
        await using var server = await TlsServer.StartAsync(serving, Cancel);
        Write("ca.crt", _old.Pem);
        WritePair("first");
        Write("plugin.sh", """
            escaped() { awk '{printf "%s\\n", $0}' "$1"; }
            printf '{"status":{"clientCertificateData":"%s","clientKeyData":"%s","expirationTimestamp":"2030-01-01T01:00:00Z"}}' \
              "$(escaped "$(dirname "$0")/tls.crt")" "$(escaped "$(dirname "$0")/tls.key")"
            """);
        _time.SetUtcNow(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var client = Connect(
            server.Address,
            "certificate-authority: ca.crt",
            $"{{exec: {{command: sh, args: ['{Path.Combine(_directory.FullName, "plugin.sh")}'], apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}}",
            new() { Time = _time });
        await client.GetPathAsync("/version", Cancel);
        WritePair("second");
        await client.GetPathAsync("/version", Cancel);

        _time.Advance(TimeSpan.FromMinutes(59.6));
        await client.GetPathAsync("/version", Cancel);

        Assert.Equal(["CN=first", "CN=first", "CN=second"], server.Requests.Select(r => r.Client));
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task A_connection_serves_many_requests_until_its_lifetime_is_over(HttpProtocols protocol)
    {
        using var serving = _old.Issue("server", server: true);
        await using var server = await TlsServer.StartAsync(serving, Cancel, protocol);
        Write("ca.crt", _old.Pem);
        using var kept = Connect(server.Address, "certificate-authority: ca.crt", "{}", new());
        using var replaced = Connect(server.Address, "certificate-authority: ca.crt", "{}", new() { ConnectionLifetime = TimeSpan.FromMilliseconds(100) });
        for (var i = 0; i < 5; i++) await kept.GetPathAsync("/version", Cancel);
        Assert.Equal(1, Connections());

        await replaced.GetPathAsync("/version", Cancel);
        var began = TimeProvider.System.GetTimestamp();
        while (Connections() < 3 && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(15))
            await replaced.GetPathAsync("/version", Cancel);

        Assert.InRange(Connections(), 3, int.MaxValue);

        int Connections() => server.Requests.Select(r => r.Connection).Distinct().Count();
    }

    [Fact]
    public async Task The_proxy_of_the_kubeconfig_is_used_with_its_name_and_password_and_tunnels_to_the_server()
    {
        using var serving = _old.Issue("server", server: true);
        await using var server = await TlsServer.StartAsync(serving, Cancel);
        await using var proxy = new TunnelProxy { Target = server.Address };
        Write("ca.crt", _old.Pem);
        _environment["NO_PROXY"] = "*";
        using var client = Connect(
            new($"https://kube.example.com:{server.Address.Port}"),
            $"certificate-authority: ca.crt, tls-server-name: 127.0.0.1, proxy-url: 'http://jane:p%40ss@127.0.0.1:{proxy.Port}'",
            "{}",
            new());
        proxy.Refusal = "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x";
        await Assert.ThrowsAsync<ApiException>(() => client.GetPathAsync("/version", Cancel));
        proxy.Refusal = null;

        await client.GetPathAsync("/version", Cancel);

        Assert.Single(server.Requests);
        Assert.All(proxy.Asked, a => Assert.StartsWith($"CONNECT kube.example.com:{server.Address.Port} ", a, StringComparison.Ordinal));
        Assert.Contains(proxy.Asked, a => a.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes("jane:p@ss")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_proxy_of_the_environment_is_used_and_its_password_is_in_no_error()
    {
        await using var proxy = new TunnelProxy { Refusal = "403 Forbidden" };
        _environment["HTTPS_PROXY"] = $"http://jane:planted-secret@127.0.0.1:{proxy.Port}";
        using var client = Connect(new("https://kube.example.com"), "", "{}", new() { Retries = 0 });

        var e = await Assert.ThrowsAsync<ApiException>(() => client.GetPathAsync("/version", Cancel));

        Assert.Equal(ApiException.Unreachable, e.Reason);
        Assert.NotEmpty(proxy.Asked);
        Assert.DoesNotContain("planted-secret", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://kube.example.com", "proxy:3128", "", "http://proxy:3128/")]
    [InlineData("https://kube.example.com", "socks5://proxy:1080", "other.com,10.0.0.0/8", "socks5://proxy:1080/")]
    [InlineData("https://kube.example.com", "http://proxy", "*", null)]
    [InlineData("https://kube.example.com", "http://proxy", "example.com", null)]
    [InlineData("https://kube.example.com", "http://proxy", ".example.com", null)]
    [InlineData("https://kube.example.com", "http://proxy", "*.example.com", null)]
    [InlineData("https://example.com", "http://proxy", ".example.com", "http://proxy/")]
    [InlineData("https://notexample.com", "http://proxy", "example.com", "http://proxy/")]
    [InlineData("https://kube.example.com:6443", "http://proxy", "kube.example.com:6443", null)]
    [InlineData("https://kube.example.com:6443", "http://proxy", "kube.example.com:443", "http://proxy/")]
    [InlineData("https://10.1.2.3:6443", "http://proxy", "192.168.0.0/16, 10.0.0.0/8", null)]
    [InlineData("https://10.1.2.3:6443", "http://proxy", "10.1.2.3", null)]
    [InlineData("https://11.1.2.3:6443", "http://proxy", "10.0.0.0/8", "http://proxy/")]
    [InlineData("https://[fd00::1]:6443", "http://proxy", "fd00::/8", null)]
    [InlineData("https://[fd00::1]:6443", "http://proxy", "[fd00::1]:6443", null)]
    [InlineData("https://127.0.0.1:6443", "http://proxy", "", null)]
    [InlineData("https://localhost:6443", "http://proxy", "", null)]
    [InlineData("http://kube.example.com", "http://proxy", "", null)]
    public void The_environment_names_a_proxy_by_the_rules_of_kubectl(string server, string proxy, string exceptions, string? expected)
    {
        _environment["https_proxy"] = proxy;
        _environment["NO_PROXY"] = exceptions;

        Assert.Equal(expected, ProxyRules.For(new(server), name => _environment.GetValueOrDefault(name))?.AbsoluteUri);
    }

    private ApiClient ConnectByCertificate(Uri server)
    {
        Write("ca.crt", _old.Pem);
        WritePair("first");
        return Connect(server, "certificate-authority: ca.crt", "{client-certificate: tls.crt, client-key: tls.key}", new() { Time = _time });
    }

    /// <summary>A request on a connection of its own: a pool may still hold one that was made before what the test changed.</summary>
    private static async Task AskAnewAsync(Connection connection)
    {
        using var client = Open(connection, new());
        await client.GetPathAsync("/version", Cancel);
    }

    private static ApiClient Open(Connection connection, ApiClientOptions options) =>
        new(new ApiTransport(connection, connection.Open(options), ownsHandler: true, options));

    private ApiClient Connect(Uri server, string cluster, string user, ApiClientOptions options) =>
        Open(Configure(server, cluster, user, options), options);

    private Connection Configure(Uri server, string cluster, string user, ApiClientOptions options)
    {
        var file = Write("config", $$$"""
            current-context: dev
            contexts: [{name: dev, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "{{{server}}}", {{{cluster}}} }}]
            users: [{name: u, user: {{{user}}} }]
            """);
        return KubeConfig.Load(file, name => _environment.GetValueOrDefault(name)).Connect(null, options);
    }

    private void WritePair(string name)
    {
        using var certificate = _old.Issue(name, server: false);
        Write("tls.crt", certificate.ExportCertificatePem());
        Write("tls.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_directory.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}
