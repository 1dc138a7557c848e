using System.Text;
using System.Text.Json;

namespace GitOpsGuard.Core.Admission;

/// <summary>
/// What the pods of a workload are found by, and what they read: a line for each label, <c>key=value</c>, and for each object,
/// <c>ConfigMap/name</c> or <c>Secret/name</c>. One array of bytes, since an index holds very many of these.
/// </summary>
public sealed class PodTemplate(IEnumerable<string> lines)
{
    private readonly byte[] _lines = Encoding.UTF8.GetBytes(string.Join('\n', lines));

    /// <summary>The lines of a pod, a workload with a template, or a cron job; null when the object makes no pods.</summary>
    public static IReadOnlyList<string>? LinesOf(JsonElement obj)
    {
        var spec = Json.Member(obj, "spec");
        var job = Json.Member(spec, "jobTemplate");
        if (Json.Exists(job)) spec = Json.Member(job, "spec");
        var template = Json.Member(spec, "template");
        var pod = Json.Exists(template) ? template : obj;
        if (Json.At(pod, "spec", "containers").ValueKind != JsonValueKind.Array) return null;
        var labels = Json.TextMembers(Json.At(pod, "metadata", "labels")).Select(label => $"{label.Key}={label.Value}");
        return [.. labels.Concat(ReadBy(Json.Member(pod, "spec"))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The value of a label; null when the pods lack it.</summary>
    internal string? Label(string key)
    {
        var start = Encoding.UTF8.GetBytes($"{key}=");
        foreach (var range in _lines.AsSpan().Split((byte)'\n'))
        {
            var line = _lines.AsSpan(range);
            if (line.StartsWith(start)) return Encoding.UTF8.GetString(line[start.Length..]);
        }

        return null;
    }

    /// <summary>Whether the pods read a ConfigMap or Secret of their namespace.</summary>
    internal bool Reads(string kind, string name)
    {
        var wanted = Encoding.UTF8.GetBytes($"{kind}/{name}");
        foreach (var range in _lines.AsSpan().Split((byte)'\n'))
        {
            if (_lines.AsSpan(range).SequenceEqual(wanted)) return true;
        }

        return false;
    }

    private static IEnumerable<string> ReadBy(JsonElement spec)
    {
        var volumes = Json.Items(Json.Member(spec, "volumes")).ToList();
        List<JsonElement> sources = [.. volumes, .. volumes.SelectMany(volume => Json.Items(Json.At(volume, "projected", "sources")))];
        var containers = Json.Items(Json.Member(spec, "containers")).Concat(Json.Items(Json.Member(spec, "initContainers"))).ToList();
        var variables = containers.SelectMany(container => Json.Items(Json.Member(container, "env"))).Select(variable => Json.Member(variable, "valueFrom")).ToList();
        var whole = containers.SelectMany(container => Json.Items(Json.Member(container, "envFrom"))).ToList();
        return
        [
            .. Named("ConfigMap", sources, "configMap", "name"),
            .. Named("ConfigMap", variables, "configMapKeyRef", "name"),
            .. Named("ConfigMap", whole, "configMapRef", "name"),
            .. Named("Secret", sources, "secret", "name"),
            .. Named("Secret", volumes, "secret", "secretName"),
            .. Named("Secret", variables, "secretKeyRef", "name"),
            .. Named("Secret", whole, "secretRef", "name"),
            .. Named("Secret", Json.Items(Json.Member(spec, "imagePullSecrets")), "name"),
        ];
    }

    private static IEnumerable<string> Named(string kind, IEnumerable<JsonElement> sources, params string[] path) =>
        sources.Select(source => Json.TextAt(source, path)).Where(name => name.Length > 0).Select(name => $"{kind}/{name}");
}
