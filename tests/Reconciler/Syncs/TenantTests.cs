using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.Reconciler.Tests.Syncs;

/// <summary>A GitSync with an account of its own.</summary>
public sealed class TenantTests : IAsyncLifetime
{
    private const string Tokens = "/api/v1/namespaces/team/serviceaccounts/deployer/token";
    private readonly RunningReconciler _running = new();
    private int _issued;

    public ValueTask InitializeAsync() => _running.InitializeAsync();

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    [Fact]
    public async Task Its_objects_are_written_with_a_token_that_is_in_the_ledger_before_it_is_used()
    {
        _running.Refuse = Issue;
        await ApplyAsync();

        Assert.NotEmpty(Writes);
        Assert.All(Writes, write => Assert.Equal($"Bearer {Token(1)}", write.Headers["Authorization"]));
        Assert.Equal([KeyValuePair.Create(TenantLedger.DigestOf("id-1"), new Tenant("team", "web", "team/deployer"))], Ledger());
        var requests = _running.Api.Requests.ToList();
        Assert.True(requests.FindIndex(IsLedger) < requests.FindIndex(request => request.Headers.GetValueOrDefault("Authorization") == $"Bearer {Token(1)}"));
        Assert.Equal(1, _issued);
    }

    [Fact]
    public async Task What_it_applied_is_deleted_with_its_token_and_its_end_leaves_the_ledger()
    {
        _running.Refuse = Issue;
        await ApplyAsync();

        _running.Api.Delete(OwnResources.GitSyncs, "team", "web");

        await _running.Holds(() => _running.Live("a") is null && Ledger().Count == 0);
        Assert.Equal($"Bearer {Token(1)}", Writes.Single(write => write.Method == "DELETE").Headers["Authorization"]);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced()
    {
        _running.Refuse = request => Issue(request)
            ?? (request.Headers.GetValueOrDefault("Authorization") == $"Bearer {Token(1)}" ? Answer.Refusal(HttpStatusCode.Unauthorized, "Unauthorized", "who are you") : null);
        await ApplyAsync();

        Assert.Equal(2, _issued);
        Assert.Contains(TenantLedger.DigestOf("id-2"), Ledger().Keys);
    }

    [Fact]
    public async Task An_account_that_does_not_exist_is_named()
    {
        _running.Origin.Commit("main", ("a.yaml", RunningReconciler.Config("a", "1")));
        _running.Fetch();
        _running.Refuse = request => request.Path == Tokens ? Answer.Refusal(HttpStatusCode.NotFound, "NotFound", "absent") : null;
        _running.Sync("web", ".", new JsonObject { ["serviceAccountName"] = "deployer" });

        Assert.Equal(
            "ServiceAccount deployer, which spec.serviceAccountName names, does not exist in namespace team",
            await _running.Told("web", ConditionTypes.Ready, Reasons.ReconciliationFailed));
        Assert.Empty(Writes);
    }

    private IEnumerable<FakeRequest> Writes => _running.Writes.Where(write => write.Path.Contains("/namespaces/team/", StringComparison.Ordinal));

    private async Task ApplyAsync()
    {
        var sha = _running.Origin.Commit("main", ("a.yaml", RunningReconciler.Config("a", "1")));
        _running.Fetch();
        _running.Sync("web", ".", new JsonObject { ["serviceAccountName"] = "deployer" });
        await _running.Applied("web", sha);
    }

    private HttpResponseMessage? Issue(FakeRequest request)
    {
        if (request.Path != Tokens) return null;
        var token = Token(Interlocked.Increment(ref _issued));
        return Answer.Ok(new JsonObject { ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = "2099-01-01T00:00:00Z" } });
    }

    private IReadOnlyDictionary<string, Tenant> Ledger() =>
        _running.Api.Get(BuiltInResources.ConfigMaps, Names.Namespace, Names.TenantLedger) is { } map
            ? TenantLedger.Read(JsonElement.Parse(map.ToJsonString()))
            : new Dictionary<string, Tenant>();

    private static bool IsLedger(FakeRequest request) =>
        request.Method == "POST" && request.Path == BuiltInResources.ConfigMaps.Path(Names.Namespace);

    private static string Token(int number)
    {
        var payload = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"jti":"id-{{number}}"}"""));
        return $"e30.{payload}.sig";
    }
}
