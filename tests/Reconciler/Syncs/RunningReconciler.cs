using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Reconciler.Git;
using GitOpsGuard.Reconciler.Hosting;
using GitOpsGuard.Reconciler.Tests.Git;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GitOpsGuard.Reconciler.Tests.Syncs;

/// <summary>The whole reconciler in process, against an API server in memory and a repository in a folder.</summary>
public sealed class RunningReconciler : IAsyncLifetime
{
    public static readonly Resource ConfigMaps = BuiltInResources.ConfigMaps;
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;
    private int _requests;

    public RunningReconciler()
    {
        GitLibrary.EnsurePrepared();
        Origin = new(Path.Combine(_folder.Path, "shop.git"));
        Api.Intercept = Answers;
        var services = new ServiceCollection();
        services.AddLogging();
        var options = new ReconcilerOptions { AllowLocalSources = true, AdminNamespaces = ["team"], DataDirectory = Path.Combine(_folder.Path, "data") };
        services.AddReconciler(options, Api.Client());
        _services = services.BuildServiceProvider();
        Api.Put(BuiltInResources.Namespaces, null, "team");
        Api.Put(BuiltInResources.CustomResourceDefinitions, null, "gitsyncs.gitopsguard.dev");
    }

    public FakeApi Api { get; } = new();

    internal Origin Origin { get; }

    /// <summary>Answers in place of the server's own; dry runs are answered with the object that was sent.</summary>
    public Func<FakeRequest, HttpResponseMessage?>? Refuse { get; set; }

    /// <summary>Requests that changed something, other than our own kinds, leases and events.</summary>
    public IEnumerable<FakeRequest> Writes => Api.Requests.Where(r =>
        r.Method != "GET" && !r.Query.ContainsKey("dryRun") && r.Path.Contains("/configmaps/", StringComparison.Ordinal));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StartAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        Origin.Dispose();
        _folder.Dispose();
    }

    public static string Config(string name, string value) =>
        $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n  key: \"{value}\"\n";

    /// <summary>Makes the source known, or looks at it again.</summary>
    public void Fetch() => Api.Put(OwnResources.GitSources, "team", "shop", new JsonObject
    {
        ["metadata"] = Metadata(Api.Get(OwnResources.GitSources, "team", "shop"), requested: true),
        ["spec"] = new JsonObject { ["url"] = "file://" + Origin.Path, ["interval"] = "1h" },
        ["status"] = Api.Get(OwnResources.GitSources, "team", "shop")?["status"]?.DeepClone() ?? new JsonObject(),
    });

    public void Sync(string name, string path, JsonObject? spec = null, bool requested = false, string ns = "team")
    {
        var before = Api.Get(OwnResources.GitSyncs, ns, name);
        var whole = spec?.DeepClone().AsObject() ?? [];
        whole["sourceRef"] = new JsonObject { ["name"] = "shop" };
        whole["path"] = path;
        Api.Put(OwnResources.GitSyncs, ns, name, new JsonObject
        {
            ["metadata"] = Metadata(before, requested),
            ["spec"] = whole,
            ["status"] = before?["status"]?.DeepClone() ?? new JsonObject(),
        });
    }

    /// <summary>Waits until a GitSync has applied a commit.</summary>
    public Task Applied(string name, string sha) =>
        Eventually.Holds(() => ((string?)Status(name)?["lastAppliedRevision"])?.EndsWith(sha, StringComparison.Ordinal) == true);

    /// <summary>Waits until the source stands at a commit.</summary>
    public Task Fetched(string sha) => Eventually.Holds(() =>
        ((string?)Api.Get(OwnResources.GitSources, "team", "shop")?["status"]?["artifact"]?["revision"])?.EndsWith(sha, StringComparison.Ordinal) == true);

    /// <summary>Waits until a condition of a GitSync has a reason, and gives its message.</summary>
    public async Task<string> Told(string name, string type, string reason, string ns = "team")
    {
        JsonNode? Found() => Status(name, ns)?["conditions"]?.AsArray().FirstOrDefault(c => (string?)c!["type"] == type && (string?)c["reason"] == reason);
        await Eventually.Holds(() => Found() is not null);
        return (string)Found()!["message"]!;
    }

    public Task Holds(Func<bool> condition) => Eventually.Holds(condition);

    public JsonNode? Status(string name, string ns = "team") => Api.Get(OwnResources.GitSyncs, ns, name)?["status"];

    public JsonObject? Live(string name, string ns = "team") => Api.Get(ConfigMaps, ns, name);

    /// <summary>Names that the GitSync's inventory holds.</summary>
    public static IEnumerable<string> NamesIn(JsonNode inventory) =>
        inventory["spec"]!["objects"]!.AsArray().Select(o => (string)o!["name"]!).Order(StringComparer.Ordinal);

    private JsonObject Metadata(JsonObject? before, bool requested)
    {
        var metadata = before?["metadata"]?.DeepClone().AsObject() ?? [];
        if (requested) metadata["annotations"] = new JsonObject { [Names.ReconcileAnnotation] = $"{++_requests}" };
        return metadata;
    }

    private HttpResponseMessage? Answers(FakeRequest request)
    {
        if (Refuse?.Invoke(request) is { } refusal) return refusal;
        if (request.Path == "/apis") return Answer.Ok(Kinds(BuiltInResources.CustomResourceDefinitions));
        if (request.Path == "/api") return Answer.Ok(Kinds(ConfigMaps));
        return request.Query.ContainsKey("dryRun") ? Answer.Json(HttpStatusCode.OK, request.Body!) : null;
    }

    private static JsonObject Kinds(params Resource[] kinds) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["items"] = new JsonArray([.. kinds.Select(k => new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = k.Group },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["version"] = k.Version,
                ["resources"] = new JsonArray(new JsonObject
                {
                    ["resource"] = k.Plural,
                    ["responseKind"] = new JsonObject { ["group"] = k.Group, ["version"] = k.Version, ["kind"] = k.Kind },
                    ["scope"] = k.Namespaced ? "Namespaced" : "Cluster",
                    ["verbs"] = new JsonArray("list", "watch", "get", "patch"),
                }),
            }),
        })]),
    };
}
