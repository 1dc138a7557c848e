using System.Net;
using GitOpsGuard.Kubernetes.Configuration;
using GitOpsGuard.Kubernetes.Transport;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class CredentialTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("credentials ");
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(60));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_token_file_that_is_renewed_is_read_again_within_a_minute()
    {
        var file = Write("token", "first\n");
        using var credentials = new TokenFileCredentials(file, null, _time);
        Assert.Equal("Bearer first", await Authorization(credentials));

        Write("token", "second\n");
        Assert.Equal("Bearer first", await Authorization(credentials));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("Bearer second", await Authorization(credentials));
    }

    [Fact]
    public async Task A_token_that_the_server_refuses_is_read_again_at_once()
    {
        var file = Write("token", "old");
        using var api = new FakeApi();
        api.Intercept = r => r.Headers["Authorization"] == "Bearer new"
            ? null
            : Answer.Refusal(HttpStatusCode.Unauthorized, "Unauthorized", "Unauthorized");
        using var credentials = new TokenFileCredentials(file, null, _time);
        using var transport = new ApiTransport(
            new() { Server = new("http://fake"), Credentials = credentials }, api, ownsHandler: false, new());
        await credentials.AuthorizeAsync(new(), Cancel);
        Write("token", "new");

        var answer = await transport.SendAsync(
            new(HttpMethod.Get, "/api/v1/pods", "list"), (response, _) => Task.FromResult(response.StatusCode), Cancel);

        Assert.Equal(HttpStatusCode.OK, answer);
    }

    [Fact]
    public void A_pod_knows_its_server_its_namespace_and_its_authority()
    {
        Write("token", "t");
        Write("namespace", "shop\n");
        using var key = System.Security.Cryptography.ECDsa.Create();
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=ca", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var ca = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        Write("ca.crt", ca.ExportCertificatePem() + "\n" + ca.ExportCertificatePem());

        var connection = InClusterConfiguration.Load(
            name => name switch
            {
                "GITOPSGUARD_SERVICEACCOUNT_DIR" => _directory.FullName,
                "KUBERNETES_SERVICE_HOST" => "fd00::1",
                "KUBERNETES_SERVICE_PORT" => "6443",
                _ => null,
            },
            _time);

        Assert.Equal(new("https://[fd00::1]:6443/"), connection.Server);
        Assert.Equal("shop", connection.DefaultNamespace);
        Assert.Equal(2, connection.Authorities!.Current().Count);
    }

    [Fact]
    public void A_process_outside_a_pod_is_told_what_is_missing()
    {
        var e = Assert.Throws<ApiException>(() => InClusterConfiguration.Load(_ => null, _time));

        Assert.Contains("KUBERNETES_SERVICE_HOST", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_plugin_runs_again_only_when_its_token_is_about_to_expire()
    {
        var plugin = Plugin("""
            echo run >> "$COUNT_FILE"
            echo '{"kind":"ExecCredential","status":{"token":"'"$1"'","expirationTimestamp":"2030-01-01T01:00:00Z"}}'
            """);
        using var credentials = new ExecCredentials(plugin, _time);
        _time.SetUtcNow(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal("Bearer a b", await Authorization(credentials));
        await Authorization(credentials);
        Assert.Equal(1, Runs());
        _time.Advance(TimeSpan.FromMinutes(59.6));
        await Authorization(credentials);

        Assert.Equal(2, Runs());
    }

    [Fact]
    public async Task A_credential_plugin_that_fails_is_named_and_its_output_is_not_repeated()
    {
        using var broken = new ExecCredentials(Plugin("echo planted-secret"), _time);
        using var failing = new ExecCredentials(Plugin("exit 3"), _time);
        using var absent = new ExecCredentials(Plugin("") with { Command = "/no/such/plugin", InstallHint = "Install it." }, _time);

        var nonsense = await Assert.ThrowsAsync<ApiException>(() => Authorization(broken));
        Assert.DoesNotContain("planted-secret", nonsense.ToString(), StringComparison.Ordinal);
        Assert.Contains("no ExecCredential", nonsense.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", (await Assert.ThrowsAsync<ApiException>(() => Authorization(failing))).Message, StringComparison.Ordinal);
        Assert.EndsWith("Install it.", (await Assert.ThrowsAsync<ApiException>(() => Authorization(absent))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_cannot_be_read_for_a_moment_stays_in_use()
    {
        var file = Write("token", "first");
        using var credentials = new TokenFileCredentials(file, null, _time);
        await Authorization(credentials);

        File.Delete(file);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("Bearer first", await Authorization(credentials));
        Write("token", "");
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("Bearer first", await Authorization(credentials));

        credentials.Reject();
        await Assert.ThrowsAsync<ApiException>(() => Authorization(credentials));
    }

    [Fact]
    public async Task A_credential_plugin_gets_no_input_where_it_may_not_ask()
    {
        var plugin = Plugin("""
            cat > /dev/null
            echo "{\"status\":{\"token\":\"$KUBERNETES_EXEC_INFO\"}}"
            """) with { Info = "quiet" };
        using var credentials = new ExecCredentials(plugin, _time);

        Assert.Equal("Bearer quiet", await Authorization(credentials));
    }

    private static async Task<string> Authorization(Configuration.ICredentials credentials)
    {
        using var request = new HttpRequestMessage();
        await credentials.AuthorizeAsync(request, Cancel);
        return request.Headers.Authorization!.ToString();
    }

    private int Runs() => File.ReadAllLines(Path.Combine(_directory.FullName, "count")).Length;

    private ExecPlugin Plugin(string script) => new(
        "/bin/sh",
        [Write("plugin.sh", script + "\n"), "a b"],
        new Dictionary<string, string> { ["COUNT_FILE"] = Path.Combine(_directory.FullName, "count") },
        null,
        "{}");

    private string Write(string name, string text)
    {
        var file = Path.Combine(_directory.FullName, name == "plugin.sh" ? $"{Guid.NewGuid():N}.sh" : name);
        File.WriteAllText(file, text);
        return file;
    }
}
