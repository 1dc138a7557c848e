using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Outcomes;
using GitOpsGuard.Rendering;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>Finds where objects lie: from the API server, or from a CustomResourceDefinition that the same sync brings.</summary>
internal sealed class KindResolver(Discovery discovery, IReadOnlyList<Manifest> manifests)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);
    private readonly Dictionary<(string, string), Resource> _brought = Brought(manifests);
    private readonly Dictionary<(string, string), Resource> _served = [];

    /// <summary>Whether the API server served the kind when it was asked for.</summary>
    public bool IsServed(Resource resource) => _served.ContainsValue(resource);

    public async Task<Outcome<Resource>> FindAsync(Manifest manifest, CancellationToken ct)
    {
        var (apiVersion, kind) = (Text(manifest.Object["apiVersion"]), Text(manifest.Object["kind"]));
        if (_served.TryGetValue((apiVersion, kind), out var known)) return known;
        if (await discovery.FindAsync(apiVersion, kind, ct) is { } served) return _served[(apiVersion, kind)] = served;
        if (_brought.TryGetValue((apiVersion, kind), out var brought)) return brought;
        return new Failure.Waiting(
            Reasons.ValidationFailed,
            $"{manifest.Origin.File}:{manifest.Origin.Line}: the API server does not know the kind {kind} of {apiVersion}; "
            + "correct apiVersion and kind, or install the CustomResourceDefinition that defines it",
            LookAgain);
    }

    private static Dictionary<(string, string), Resource> Brought(IReadOnlyList<Manifest> manifests)
    {
        var brought = new Dictionary<(string, string), Resource>();
        foreach (var crd in manifests.Where(m => Text(m.Object["kind"]) == Stages.CrdKind))
        {
            if (crd.Object["spec"] is not JsonObject spec || spec["names"] is not JsonObject names || spec["versions"] is not JsonArray versions) continue;
            var (group, kind, plural) = (Text(spec["group"]), Text(names["kind"]), Text(names["plural"]));
            foreach (var version in versions.OfType<JsonObject>().Select(v => Text(v["name"])))
                brought[($"{group}/{version}", kind)] = new(group, version, plural, kind, Text(spec["scope"]) == "Namespaced");
        }

        return brought;
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
