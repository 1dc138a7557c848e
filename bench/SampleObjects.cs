using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Bench;

/// <summary>Deployments of the size and shape that clusters hold, managed fields included.</summary>
internal static class SampleObjects
{
    public static readonly Resource Kind = BuiltInResources.Deployments;

    private static readonly string[] ConditionTypes = ["Available", "Progressing"];

    /// <summary>One object as a server sends it on a watch.</summary>
    public static JsonObject Deployment(int number, long version)
    {
        var name = $"checkout-service-{number:d6}";
        var labels = new JsonObject { ["app"] = name, ["tier"] = "backend", ["gitopsguard.dev/sync"] = "team-shop.web" };
        return new()
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = $"team-{number % 50}",
                ["uid"] = new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString(),
                ["resourceVersion"] = version.ToString(),
                ["generation"] = 3,
                ["creationTimestamp"] = "2026-01-01T00:00:00Z",
                ["labels"] = labels.DeepClone(),
                ["annotations"] = new JsonObject { ["deployment.kubernetes.io/revision"] = "3" },
                ["managedFields"] = ManagedFields(),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = 3,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = labels },
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(Container()), ["restartPolicy"] = "Always" },
                },
            },
            ["status"] = new JsonObject { ["replicas"] = 3, ["readyReplicas"] = 3, ["observedGeneration"] = 3, ["conditions"] = Conditions() },
        };
    }

    /// <summary>Bytes of a line of a watch.</summary>
    public static byte[] Line(string type, JsonObject obj) =>
        Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":{obj.ToJsonString()}}}\n");

    private static JsonObject Container() => new()
    {
        ["name"] = "app",
        ["image"] = "registry.example.com/shop/checkout:v1.27.3",
        ["imagePullPolicy"] = "IfNotPresent",
        ["ports"] = new JsonArray(new JsonObject { ["containerPort"] = 8080, ["name"] = "http", ["protocol"] = "TCP" }),
        ["env"] = new JsonArray(
            [.. Enumerable.Range(0, 8).Select(i => new JsonObject { ["name"] = $"SETTING_{i}", ["value"] = $"value number {i}" })]),
        ["resources"] = JsonNode.Parse("""{"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"100m","memory":"128Mi"}}"""),
        ["livenessProbe"] = JsonNode.Parse("""{"httpGet":{"path":"/live","port":8080,"scheme":"HTTP"},"periodSeconds":10,"timeoutSeconds":1}"""),
    };

    private static JsonArray Conditions() => new(
        [.. ConditionTypes.Select(type => new JsonObject
        {
            ["type"] = type,
            ["status"] = "True",
            ["reason"] = "MinimumReplicasAvailable",
            ["message"] = "Deployment has minimum availability.",
            ["lastTransitionTime"] = "2026-01-01T00:00:00Z",
        })]);

    private static JsonArray ManagedFields()
    {
        var fields = new JsonObject();
        for (var i = 0; i < 8; i++) fields[$"k:{{\"name\":\"SETTING_{i}\"}}"] = new JsonObject { ["."] = new JsonObject(), ["f:name"] = new JsonObject(), ["f:value"] = new JsonObject() };
        return new(new JsonObject
        {
            ["manager"] = "gitopsguard",
            ["operation"] = "Apply",
            ["apiVersion"] = "apps/v1",
            ["time"] = "2026-01-01T00:00:00Z",
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = new JsonObject { ["f:spec"] = new JsonObject { ["f:replicas"] = new JsonObject(), ["f:env"] = fields } },
        });
    }
}
