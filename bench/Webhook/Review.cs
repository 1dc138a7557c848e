using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Bench;

namespace GitOpsGuard.Webhook.Bench;

/// <summary>Reviews of updates of Deployments, as API servers send them: about 7 KB each.</summary>
internal static class Review
{
    /// <summary>An update of an object that Git declares.</summary>
    /// <param name="number">Which object.</param>
    /// <param name="denied">Whether the image changes, which is denied, in place of an annotation that Git does not declare.</param>
    public static byte[] OfManaged(int number, bool denied)
    {
        var (before, after) = (Object(number, 1, managed: true), Object(number, 2, managed: true));
        if (denied) Container(after)["image"] = "registry.example.com/shop/checkout:v1.27.4";
        else after["metadata"]!["annotations"]!["example.com/note"] = "looked at this";
        return Update(number, before, after);
    }

    /// <summary>An update of an object that Git does not know.</summary>
    public static byte[] OfUnmanaged(int number)
    {
        var after = Object(number, 2, managed: false);
        Container(after)["image"] = "registry.example.com/shop/checkout:v1.27.4";
        return Update(number, Object(number, 1, managed: false), after);
    }

    private static JsonObject Object(int number, int version, bool managed)
    {
        var obj = SampleObjects.Deployment(number, version);
        var metadata = obj["metadata"]!;
        var (ns, name) = ((string)metadata["namespace"]!, (string)metadata["name"]!);
        if (managed) metadata["annotations"]!["gitopsguard.dev/id"] = $"team-shop/web:apps/Deployment/{ns}/{name}";
        else
        {
            metadata["labels"]!.AsObject().Remove("gitopsguard.dev/sync");
            metadata["name"] = $"free-{name}";
        }

        metadata["managedFields"]!.AsArray().Add(Writer("kube-controller-manager", "status", """{"f:status":{"f:observedGeneration":{},"f:readyReplicas":{},"f:replicas":{},"f:conditions":{".":{},"k:{\"type\":\"Available\"}":{".":{},"f:status":{},"f:type":{}}}}}"""));
        if (version > 1) metadata["managedFields"]!.AsArray().Add(Writer("kubectl-edit", "", """{"f:metadata":{"f:annotations":{"f:example.com/note":{}}}}"""));
        return obj;
    }

    private static JsonObject Writer(string manager, string subresource, string fields) => new()
    {
        ["manager"] = manager,
        ["operation"] = "Update",
        ["apiVersion"] = "apps/v1",
        ["time"] = "2026-01-01T00:00:00Z",
        ["fieldsType"] = "FieldsV1",
        ["fieldsV1"] = JsonNode.Parse(fields),
        ["subresource"] = subresource,
    };

    private static JsonNode Container(JsonObject deployment) => deployment["spec"]!["template"]!["spec"]!["containers"]![0]!;

    private static byte[] Update(int number, JsonObject before, JsonObject after) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["kind"] = "AdmissionReview",
        ["apiVersion"] = "admission.k8s.io/v1",
        ["request"] = new JsonObject
        {
            ["uid"] = new Guid(number, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0).ToString(),
            ["kind"] = new JsonObject { ["group"] = "apps", ["version"] = "v1", ["kind"] = "Deployment" },
            ["resource"] = new JsonObject { ["group"] = "apps", ["version"] = "v1", ["resource"] = "deployments" },
            ["requestKind"] = new JsonObject { ["group"] = "apps", ["version"] = "v1", ["kind"] = "Deployment" },
            ["requestResource"] = new JsonObject { ["group"] = "apps", ["version"] = "v1", ["resource"] = "deployments" },
            ["name"] = after["metadata"]!["name"]!.DeepClone(),
            ["namespace"] = after["metadata"]!["namespace"]!.DeepClone(),
            ["operation"] = "UPDATE",
            ["userInfo"] = JsonNode.Parse(
                $$$"""{"username":"developer-{{{number % 20}}}@example.com","groups":["developers","system:authenticated"],"extra":{"authentication.kubernetes.io/credential-id":["X509SHA256=5be5f1a7"]}}"""),
            ["object"] = after,
            ["oldObject"] = before,
            ["dryRun"] = false,
            ["options"] = new JsonObject { ["kind"] = "UpdateOptions", ["apiVersion"] = "meta.k8s.io/v1", ["fieldManager"] = "kubectl-edit" },
        },
    }.ToJsonString());
}
