using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Fields;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Outcomes;
using GitOpsGuard.Rendering;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>Makes of a manifest the object that will be applied.</summary>
internal static class Desired
{
    private const string StringData = "stringData";

    /// <summary>All objects of a render.</summary>
    /// <returns>The objects, or the first manifest that cannot be one: an unknown kind, a value that is none, or an identity that another has.</returns>
    public static async Task<Outcome<IReadOnlyList<DesiredObject>>> AllAsync(
        SyncJob job, IReadOnlyList<Manifest> manifests, KindResolver kinds, CancellationToken ct)
    {
        var all = new Dictionary<ObjectIdentity, DesiredObject>();
        foreach (var manifest in manifests)
        {
            if (!(await kinds.FindAsync(manifest, ct)).Succeeded(out var resource, out var failure)) return failure;
            var desired = Make(job, manifest, resource);
            if (SecretValues.Check(desired) is { } unreadable) return unreadable;
            if (!all.TryAdd(desired.Identity, desired))
            {
                return new Failure.Stalled(
                    Reasons.BuildFailed,
                    $"{desired.Place}: {desired.Identity.Display} is also declared at {all[desired.Identity].Place}; remove one of them");
            }
        }

        return all.Values.ToList();
    }

    /// <summary>The object with its namespace, its markers, and <c>stringData</c> turned into <c>data</c>.</summary>
    public static DesiredObject Make(SyncJob job, Manifest manifest, Resource resource)
    {
        var obj = manifest.Object.DeepClone().AsObject();
        if (obj["metadata"] is not JsonObject metadata) obj["metadata"] = metadata = [];
        var ns = resource.Namespaced ? NamespaceOf(job, metadata) : "";
        if (ns.Length > 0) metadata["namespace"] = ns;
        else metadata.Remove("namespace");

        var identity = new ObjectIdentity(resource.Group, resource.Kind, ns, metadata["name"]?.GetValue<string>() ?? "");
        var marker = job.MarkerFor(identity);
        Member(metadata, "labels")[Names.SyncLabel] = marker.Label;
        Member(metadata, "annotations")[Names.IdAnnotation] = marker.Annotation;
        obj.Remove("status");
        var lines = manifest.Lines;
        if (identity is { Group: "", Kind: "Secret" } && obj[StringData] is JsonObject plain)
        {
            Encode(obj, plain);
            lines = lines.ToDictionary(l => AsData(l.Key), l => l.Value, StringComparer.Ordinal);
        }

        return new(identity, resource, obj, manifest.Origin, lines);
    }

    private static string NamespaceOf(SyncJob job, JsonObject metadata) =>
        job.Spec.TargetNamespace is { Length: > 0 } target ? target
        : metadata["namespace"]?.GetValue<string>() is { Length: > 0 } own ? own
        : job.Namespace;

    private static JsonObject Member(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject map) parent[name] = map = [];
        return map;
    }

    private static void Encode(JsonObject secret, JsonObject plain)
    {
        var data = Member(secret, "data");
        foreach (var (key, value) in plain)
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value is JsonValue v && v.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? ""));
        secret.Remove(StringData);
    }

    private static string AsData(string path)
    {
        var elements = FieldPath.Parse(path).Elements;
        return elements is [PathElement.Field(StringData), ..]
            ? FieldPath.Of(elements.SetItem(0, new PathElement.Field("data"))).ToString()
            : path;
    }
}
