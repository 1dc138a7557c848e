using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes.Configuration;
using GitOpsGuard.Kubernetes.Transport;

namespace GitOpsGuard.Kubernetes.Tests.Cluster;

/// <summary>As whom a whole API server sees a client.</summary>
public sealed class IdentityTests(SharedCluster shared) : ClusterTest(shared)
{
    [Fact]
    public async Task An_impersonated_user_is_who_the_server_sees()
    {
        using var jane = Admin.As(new("jané")
        {
            Groups = ["dev, ops", "on call"],
            Uid = "u-1",
            Extra = new Dictionary<string, IReadOnlyList<string>> { ["example.com/scopes"] = ["view", "edit"] },
        });

        var user = await WhoAmI(jane);

        Assert.Equal("jané", Text(user, "username"));
        Assert.Equal("u-1", Text(user, "uid"));
        Assert.Equal(["dev, ops", "on call", "system:authenticated"], user.GetProperty("groups").EnumerateArray().Select(g => g.GetString()).Order());
        Assert.Equal("""["view","edit"]""", user.GetProperty("extra").GetProperty("example.com/scopes").GetRawText());
    }

    [Fact]
    public async Task Who_may_not_impersonate_is_refused()
    {
        using var nobody = await Cluster.ConnectAsAsync("nobody-special", [], Cancel);
        using var jane = nobody.As(new("jane"));

        var e = await Assert.ThrowsAsync<ApiException>(() => WhoAmI(jane));

        Assert.Equal(HttpStatusCode.Forbidden, e.Code);
        Assert.Contains("impersonate", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_is_its_account_and_goes_on_when_its_token_is_renewed()
    {
        var directory = Directory.CreateTempSubdirectory("serviceaccount ");
        try
        {
            await Admin.CreateAsync(BuiltInResources.ServiceAccounts, Namespace, Object(BuiltInResources.ServiceAccounts, "web"), new(), Cancel);
            var token = Path.Combine(directory.FullName, "token");
            await File.WriteAllTextAsync(token, "expired-long-ago", Cancel);
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "namespace"), Namespace, Cancel);
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "ca.crt"), Authorities(), Cancel);
            using var pod = Pod(directory.FullName);

            var refused = await Assert.ThrowsAsync<ApiException>(() => WhoAmI(pod));
            await File.WriteAllTextAsync(token, await Token("web"), Cancel);

            Assert.Equal(HttpStatusCode.Unauthorized, refused.Code);
            Assert.Equal($"system:serviceaccount:{Namespace}:web", Text(await WhoAmI(pod), "username"));
            Assert.Equal(Namespace, pod.DefaultNamespace);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<JsonElement> WhoAmI(ApiClient client)
    {
        var review = await client.CreateAsync(
            BuiltInResources.SelfSubjectReviews, null, Object(BuiltInResources.SelfSubjectReviews, "me"), new(), Cancel);
        return review.GetProperty("status").GetProperty("userInfo");
    }

    private static string Text(JsonElement obj, string name) => obj.GetProperty(name).GetString()!;

    private async Task<string> Token(string account)
    {
        var request = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject { ["expirationSeconds"] = 3600 } };
        var answer = await Admin.CreateAsync(BuiltInResources.ServiceAccounts, Namespace, request, new(), Cancel, account, "token");
        return answer.GetProperty("status").GetProperty("token").GetString()!;
    }

    private string Authorities()
    {
        using var connection = new Disposable(KubeConfig.Load(Cluster.Kubeconfig, _ => null).Connect(null, new()));
        return string.Join('\n', connection.Value.Authorities!.Current().Select(c => c.ExportCertificatePem()));
    }

    private ApiClient Pod(string directory)
    {
        var options = new ApiClientOptions();
        var connection = InClusterConfiguration.Load(
            name => name switch
            {
                "GITOPSGUARD_SERVICEACCOUNT_DIR" => directory,
                "KUBERNETES_SERVICE_HOST" => Admin.Server.Host,
                "KUBERNETES_SERVICE_PORT" => $"{Admin.Server.Port}",
                _ => null,
            },
            options.Time);
        return new(new ApiTransport(connection, connection.Open(options), ownsHandler: true, options));
    }

    private sealed record Disposable(Connection Value) : IDisposable
    {
        public void Dispose() => Value.Credentials.Dispose();
    }
}
