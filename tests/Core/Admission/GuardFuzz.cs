using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>Reviews of all sorts: as an API server sends them, bent in their tree, broken in their bytes.</summary>
internal static class GuardFuzz
{
    internal const string Planted = "cGxhbnRlZA-";

    private static readonly string[] Names =
    [
        "replicas", "spec", "metadata", "labels", "annotations", "status", "template", "containers", "name", "image", "kind", "apiVersion", "namespace",
        "managedFields", "manager", "operation", "fieldsV1", "f:spec", "f:replicas", "finalizers", "ownerReferences", "data", "stringData", "type",
        "gitopsguard.dev/id", "gitopsguard.dev/sync", "kubectl.kubernetes.io/last-applied-configuration", "uid", "userInfo", "username", "groups",
        "resource", "subResource", "dryRun", "options", "fieldManager", "object", "oldObject", "日本", "",
    ];

    private static readonly string[] Texts =
    [
        "", "shop", "web", "db", "gitopsguard", "Apply", "Update", "CREATE", "UPDATE", "DELETE", "CONNECT", "Deployment", "Secret", "Scale", "scale", "status",
        "apps/v1", "v1", "team-shop/web:apps/Deployment/shop/web", "team-shop.web", "system:serviceaccount:gitopsguard-system:gitopsguard-reconciler",
        "system:kube-controller-manager", "system:masters", "1Gi", "1073741824", "100m", "кириллица", "a/b/c/d:e//", new('x', 3000),
    ];

    /// <summary>Who may not write what Git declares, whatever name they go by.</summary>
    internal static readonly Gen<UserInfo> Untrusted = Gen.OneOf(
        Cluster.Bob,
        Cluster.User(""),
        Cluster.User("system:admin", "system:authenticated"),
        Cluster.User("system:serviceaccount:gitopsguard-system:gitopsguard-reconciler", "system:serviceaccounts"),
        Cluster.User("system:serviceaccount:kube-system:deployment-controller"),
        Cluster.User("system:kube-controller-manager"),
        Cluster.Account("gitopsguard-system", "gitopsguard-reconciler", "uid-of-another"),
        Cluster.Account("ci", "deployer", "uid-ci"),
        Cluster.Account("operators", "widget", "uid-widget"));

    /// <summary>Small trees of any shape.</summary>
    internal static readonly Gen<JsonNode?> Tree = Gen.Recursive<JsonNode?>((depth, self) => depth > 3
        ? Scalar
        : Gen.Frequency(
            (4, Scalar),
            (1, self.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))),
            (2, Gen.Select(Gen.OneOf(Names), self).Array[0, 4].Select(members => (JsonNode?)Object(members)))));

    private static Gen<JsonNode?> Scalar => Gen.OneOf(
        Gen.Const(0).Select(_ => (JsonNode?)null),
        Gen.OneOf(Texts).Select(text => (JsonNode?)text),
        Gen.Int[-2, 100].Select(number => (JsonNode?)number),
        Gen.Double.Where(double.IsFinite).Select(number => (JsonNode?)number),
        Gen.Bool.Select(flag => (JsonNode?)flag));

    /// <summary>Puts a tree somewhere into another: at each step into a member or an item, which may be new.</summary>
    internal static readonly Gen<Action<JsonNode>> Bend = Gen.Select(Gen.Int[0, int.MaxValue].Array[1, 9], Gen.OneOf(Names), Tree).Select(
        (steps, name, value) => (Action<JsonNode>)(root => Put(root, steps, name, value)));

    /// <summary>A review of an update of an object as it is to one bent some times.</summary>
    internal static Gen<JsonObject> Review(string before) => Gen.Select(Bend.Array[0, 4], Bend.Array[0, 2], Untrusted, (after, review, user) =>
    {
        var (old, now) = (JsonNode.Parse(before)!, JsonNode.Parse(before)!);
        foreach (var bend in after) bend(now);
        var whole = Whole(old, now, user);
        foreach (var bend in review) bend(whole);
        return whole;
    });

    /// <summary>Bytes of a review of which some are others, or missing.</summary>
    internal static readonly Gen<byte[]> Broken = Gen.Select(
        Review(Cluster.Deployment().GetRawText()), Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).Array[0, 4], Gen.Int[0, 20]).Select((review, changes, cut) =>
        {
            var bytes = Encoding.UTF8.GetBytes(review.ToJsonString());
            foreach (var (place, value) in changes) bytes[place % bytes.Length] = value;
            return cut == 1 ? bytes[..(bytes.Length / 2)] : bytes;
        });

    internal static JsonObject Whole(JsonNode old, JsonNode now, UserInfo user) => new()
    {
        ["kind"] = "AdmissionReview",
        ["apiVersion"] = "admission.k8s.io/v1",
        ["request"] = new JsonObject
        {
            ["uid"] = "u",
            ["operation"] = "UPDATE",
            ["kind"] = new JsonObject { ["group"] = ObjectIdentity.GroupOf((string)old["apiVersion"]!), ["version"] = "v1", ["kind"] = old["kind"]!.DeepClone() },
            ["resource"] = new JsonObject
            {
                ["group"] = ObjectIdentity.GroupOf((string)old["apiVersion"]!), ["version"] = "v1", ["resource"] = ((string)old["kind"]!).ToLowerInvariant() + "s",
            },
            ["namespace"] = old["metadata"]!["namespace"]!.DeepClone(),
            ["name"] = old["metadata"]!["name"]!.DeepClone(),
            ["userInfo"] = new JsonObject
            {
                ["username"] = user.Name,
                ["uid"] = user.Uid,
                ["groups"] = new JsonArray([.. user.Groups.Select(group => (JsonNode)group)]),
                ["extra"] = user.Extra.ValueKind == JsonValueKind.Object ? JsonNode.Parse(user.Extra.GetRawText()) : null,
            },
            ["oldObject"] = old,
            ["object"] = now,
        },
    };

    private static JsonObject Object(IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var obj = new JsonObject();
        foreach (var (name, value) in members) obj[name] = value?.DeepClone();
        return obj;
    }

    private static void Put(JsonNode root, ReadOnlySpan<int> steps, string name, JsonNode? value)
    {
        var step = steps[0];
        switch (root)
        {
            case JsonObject { Count: > 0 } obj when steps.Length > 1 && step % obj.Count is var at && obj.GetAt(at).Value is { } below && below is not JsonValue:
                Put(below, steps[1..], name, value);
                break;
            case JsonObject obj when step % 3 > 0 && obj.Count > 0:
                obj.SetAt(step % obj.Count, value?.DeepClone());
                break;
            case JsonObject obj:
                obj[name] = value?.DeepClone();
                break;
            case JsonArray { Count: > 0 } list when steps.Length > 1 && list[step % list.Count] is { } below && below is not JsonValue:
                Put(below, steps[1..], name, value);
                break;
            case JsonArray list:
                list.Add(value?.DeepClone());
                break;
        }
    }
}
