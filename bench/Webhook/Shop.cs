using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Bench;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.Webhook.Bench;

/// <summary>A cluster in which Git declares many Deployments, each with twenty lines, in shards as the reconciler cuts them.</summary>
internal sealed class Shop
{
    private const int ObjectsInShard = 600;

    private static readonly string[] Lines =
    [
        "metadata.labels.app", "metadata.labels.tier", "spec.replicas", "spec.selector.matchLabels.app",
        "spec.template.metadata.labels.app", "spec.template.metadata.labels.tier",
        .. Container("name", "image", "imagePullPolicy", "ports[containerPort=8080,protocol=TCP].name"),
        .. Container([.. Enumerable.Range(0, 4).Select(i => $"env[name=SETTING_{i}].value")]),
        .. Container("resources.limits.cpu", "resources.limits.memory", "resources.requests.cpu", "resources.requests.memory"),
        .. Container("livenessProbe.httpGet.path", "livenessProbe.httpGet.port"),
    ];

    private readonly byte[][] _shards;

    private Shop(int objects) => _shards =
        [.. Enumerable.Range(0, objects).Chunk(ObjectsInShard).Select((numbers, shard) => Encoding.UTF8.GetBytes(Shard(shard, numbers).ToJsonString()))];

    /// <summary>An API server of this cluster.</summary>
    public static FakeApi Api(int objects)
    {
        var shop = new Shop(objects);
        var api = new FakeApi { Intercept = shop.Answer };
        api.Put(OwnResources.GitSyncs, "team-shop", "web");
        api.Put(BuiltInResources.ServiceAccounts, Names.Namespace, Names.ReconcilerServiceAccount);
        for (var i = 0; i < 50; i++) api.Put(BuiltInResources.Namespaces, null, $"team-{i}");
        return api;
    }

    private HttpResponseMessage? Answer(FakeRequest request) => request switch
    {
        { Method: "GET", IsWatch: false } when request.Path.EndsWith("/syncinventories", StringComparison.Ordinal) => Page(request),
        _ => Discovered.Answer(request, BuiltInResources.Deployments),
    };

    private HttpResponseMessage Page(FakeRequest request)
    {
        var from = int.Parse(request.Query.GetValueOrDefault("continue", "0"));
        var limit = int.Parse(request.Query.GetValueOrDefault("limit", "500"));
        var to = Math.Min(from + limit, _shards.Length);
        var rest = to < _shards.Length ? $",\"continue\":\"{to}\"" : "";
        var body = new MemoryStream();
        body.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"SyncInventoryList\",\"apiVersion\":\"{Names.ApiVersion}\",\"metadata\":{{\"resourceVersion\":\"100\"{rest}}},\"items\":["));
        for (var i = from; i < to; i++)
        {
            if (i > from) body.WriteByte((byte)',');
            body.Write(_shards[i]);
        }

        body.Write("]}"u8);
        body.Position = 0;
        return new() { Content = new StreamContent(body) };
    }

    private static JsonObject Shard(int shard, int[] numbers) => new()
    {
        ["apiVersion"] = Names.ApiVersion,
        ["kind"] = "SyncInventory",
        ["metadata"] = new JsonObject { ["name"] = $"web-{shard}", ["namespace"] = "team-shop", ["uid"] = $"uid-{shard}", ["resourceVersion"] = "90" },
        ["spec"] = new JsonObject
        {
            ["sync"] = "web",
            ["repository"] = "github.com/acme/shop",
            ["revision"] = "main@sha1:3f2c1ab0000000000000000000000000000000000",
            ["objects"] = new JsonArray([.. numbers.Select(Entry)]),
        },
    };

    private static JsonObject Entry(int number)
    {
        var identity = ObjectIdentity.Of(System.Text.Json.JsonElement.Parse(SampleObjects.Deployment(number, 1).ToJsonString()));
        var lines = new JsonObject();
        for (var i = 0; i < Lines.Length; i++) lines[Lines[i]] = 5 + (2 * i);
        return new()
        {
            ["group"] = identity.Group,
            ["version"] = "v1",
            ["kind"] = identity.Kind,
            ["namespace"] = identity.Namespace,
            ["name"] = identity.Name,
            ["file"] = $"apps/{identity.Namespace}/{identity.Name}/deployment.yaml",
            ["line"] = 1,
            ["lines"] = lines,
            ["digest"] = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            ["pods"] = new JsonArray($"app={identity.Name}", "tier=backend", $"ConfigMap/{identity.Name}-settings", "Secret/registry"),
        };
    }

    private static IEnumerable<string> Container(params string[] fields) => fields.Select(field => $"spec.template.spec.containers[name=app].{field}");
}
