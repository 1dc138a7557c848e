using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GitOpsGuard.Kubernetes.Configuration;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class KubeConfigTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kubeconfig ");
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_current_context_names_server_namespace_and_user()
    {
        var file = Write("config", Config("""
            - name: dev
              context: {cluster: c, user: u, namespace: shop}
            """));

        using var client = ApiClient.FromKubeconfig(file);

        Assert.Equal(new("https://10.0.0.1:6443/k8s"), client.Server);
        Assert.Equal("shop", client.DefaultNamespace);
    }

    [Fact]
    public async Task A_token_and_impersonation_are_shown()
    {
        var file = Write("config", Config("""
            - name: dev
              context: {cluster: c, user: u}
            """, "{token: abc, as: bob, as-uid: u1, as-groups: [g1, g2], as-user-extra: {a/b: [x, y]}}"));

        var connection = Load(file).Connect(null, new());

        Assert.Equal("Bearer abc", await Authorization(connection));
        Assert.Equal(
            [
                "Impersonate-User: bob", "Impersonate-Uid: u1", "Impersonate-Group: g1", "Impersonate-Group: g2",
                "Impersonate-Extra-a%2Fb: x", "Impersonate-Extra-a%2Fb: y",
            ],
            connection.Headers.Select(h => $"{h.Key}: {h.Value}"));
        Assert.Equal("default", connection.DefaultNamespace);
    }

    [Fact]
    public void KUBECONFIG_joins_files_the_first_entry_of_a_name_counts_and_missing_files_do_not_matter()
    {
        var one = Write("one", "current-context: two\ncontexts:\n- {name: one, context: {cluster: one}}\nclusters:\n- {name: one, cluster: {server: 'https://one'}}\n");
        var two = Write("two", "current-context: one\ncontexts:\n- {name: two, context: {cluster: one}}\nclusters:\n- {name: one, cluster: {server: 'https://never'}}\n");
        _environment["KUBECONFIG"] = string.Join(Path.PathSeparator, Path.Combine(_directory.FullName, "none"), one, two);

        var config = Load(null);

        Assert.Equal("two", config.CurrentContext);
        Assert.Equal(new("https://one/"), config.Connect(null, new()).Server);
    }

    [Fact]
    public async Task Paths_are_relative_to_the_file_that_names_them()
    {
        Write("token.txt", "from-file\n");
        var file = Write("config", Config("""
            - name: dev
              context: {cluster: c, user: u}
            """, "{tokenFile: token.txt}"));

        Assert.Equal("Bearer from-file", await Authorization(Load(file).Connect(null, new())));
    }

    [Fact]
    public void Proxy_server_name_and_unverified_servers_are_taken_over()
    {
        var file = Write("config", """
            current-context: dev
            contexts: [{name: dev, context: {cluster: c}}]
            clusters: [{name: c, cluster: {server: "https://a", proxy-url: "http://proxy:3128", insecure-skip-tls-verify: true, tls-server-name: b}}]
            """);

        var connection = Load(file).Connect(null, new());
        using var handler = connection.CreateHandler(new());

        Assert.Equal(new Uri("http://proxy:3128"), ((WebProxy)handler.Proxy!).Address);
        Assert.True(connection.SkipTlsVerify);
        Assert.Equal("b", connection.TlsServerName);
    }

    [Fact]
    public void A_client_certificate_and_an_authority_are_read_from_inline_data()
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=alice", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var pem = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()));
        var keyPem = Convert.ToBase64String(Encoding.UTF8.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        var file = Write("config", $$$"""
            current-context: dev
            contexts: [{name: dev, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://a", certificate-authority-data: {{{pem}}} }}]
            users: [{name: u, user: {client-certificate-data: {{{pem}}}, client-key-data: {{{keyPem}}} }}]
            """);

        var connection = Load(file).Connect(null, new());

        Assert.Equal("CN=alice", connection.Credentials.Certificate!.Subject);
        Assert.True(connection.Credentials.Certificate.HasPrivateKey);
        Assert.Equal("CN=alice", Assert.Single(connection.Authorities!.Current()).Subject);
    }

    [Theory]
    [InlineData("current-context: dev", null, "has no context dev")]
    [InlineData("contexts: []", null, "sets no current-context")]
    [InlineData("contexts: [{name: dev, context: {user: u}}]", "dev", "names no cluster")]
    [InlineData("contexts: [{name: dev, context: {cluster: c}}]", "dev", "has no cluster c")]
    [InlineData("contexts: [{name: dev, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: 'https://a'}}]", "dev", "has no user u")]
    [InlineData("contexts: [{name: dev, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'nonsense'}}]", "dev", "no http or https address")]
    [InlineData("contexts: {{{", "dev", "is no valid YAML at line 1")]
    public void What_is_missing_is_named(string text, string? context, string expected)
    {
        var file = Write("config", text);

        var e = Assert.Throws<ApiException>(() => ApiClient.FromKubeconfig(file, context));

        Assert.Equal(ApiException.InvalidConfiguration, e.Reason);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(file, e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);
    }

    [Theory]
    [InlineData("{exec: {command: get-token, apiVersion: client.authentication.k8s.io/v1}}", "names a credential plugin, a program to run; that is not allowed here.")]
    [InlineData("{as-groups: [system:masters]}", "has as-groups without as: it says how to impersonate, but not whom.")]
    [InlineData("{client-certificate: tls.crt}", "has a client-certificate without its client-key.")]
    public void A_user_that_cannot_be_or_may_not_be_is_refused(string user, string expected)
    {
        var file = Write("config", Config("""
            - name: dev
              context: {cluster: c, user: u}
            """, user));

        var e = Assert.Throws<ApiException>(() => ApiClient.FromKubeconfig(file, options: new() { CredentialPlugins = false }));

        Assert.EndsWith(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_the_address_of_a_server_is_refused_and_not_repeated()
    {
        var file = Write("config", """
            current-context: dev
            contexts: [{name: dev, context: {cluster: c}}]
            clusters: [{name: c, cluster: {server: "https://jane:planted-secret@kube.example.com"}}]
            """);

        var e = Assert.Throws<ApiException>(() => ApiClient.FromKubeconfig(file));

        Assert.Contains("has a password in its address", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-secret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kubeconfig_that_is_not_there_says_where_it_was_looked_for()
    {
        _environment["HOME"] = _directory.FullName;

        var e = Assert.Throws<ApiException>(() => Load(null));

        Assert.Contains(Path.Combine(_directory.FullName, ".kube", "config"), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_in_a_file_that_is_no_yaml_is_not_repeated()
    {
        var file = Write("config", "users: [{name: u, user: {token: planted-secret");

        var e = Assert.Throws<ApiException>(() => Load(file));

        Assert.DoesNotContain("planted-secret", e.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> Authorization(Connection connection)
    {
        using var request = new HttpRequestMessage();
        await connection.Credentials.AuthorizeAsync(request, TestContext.Current.CancellationToken);
        return request.Headers.Authorization!.ToString();
    }

    private static string Config(string contexts, string user = "{}") => $$"""
        apiVersion: v1
        kind: Config
        current-context: dev
        contexts:
        {{contexts}}
        clusters:
        - name: c
          cluster: {server: "https://10.0.0.1:6443/k8s"}
        users:
        - name: u
          user: {{user}}
        """;

    private KubeConfig Load(string? path) => KubeConfig.Load(path, name => _environment.GetValueOrDefault(name));

    private string Write(string name, string text)
    {
        var file = Path.Combine(_directory.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}
