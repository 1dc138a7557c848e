using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Which objects of a collection a list or watch asks for, by labels and by fields.</summary>
internal sealed class Selection
{
    // Fields that every kind can be selected by, and those that single built-in kinds add.
    private static readonly Dictionary<string, string[]> Selectable = new()
    {
        ["pods"] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP"],
        ["events"] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "reason", "type", "source", "reportingComponent",
        ],
        ["secrets"] = ["type"],
        ["namespaces"] = ["status.phase"],
        ["nodes"] = ["spec.unschedulable"],
        ["services"] = ["spec.clusterIP", "spec.type"],
        ["replicasets"] = ["status.replicas"],
        ["jobs"] = ["status.successful"],
    };

    private readonly LabelSelector labels;
    private readonly IReadOnlyList<(string[] Path, string Value, bool Equal)> fields;

    private Selection(LabelSelector labels, IReadOnlyList<(string[] Path, string Value, bool Equal)> fields)
    {
        this.labels = labels;
        this.fields = fields;
    }

    /// <summary>Reads the selectors of a query for a kind.</summary>
    public static Selection Of(ResourceType type, IQueryCollection query)
    {
        List<(string[], string, bool)> wanted = [];
        foreach (var part in query["fieldSelector"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var sign = part.Contains("!=", StringComparison.Ordinal) ? "!=" : part.Contains("==", StringComparison.Ordinal) ? "==" : "=";
            var at = part.IndexOf(sign, StringComparison.Ordinal);
            if (at < 0) throw ApiError.BadRequest($"invalid selector: '{part}'; can't understand '{part}'");
            var field = part[..at];
            if (field is not ("metadata.name" or "metadata.namespace")
                && !(type.Custom is null && Selectable.TryGetValue(type.Row.Plural, out var known) && known.Contains(field)))
            {
                throw ApiError.BadRequest(type.Custom is null && Selectable.ContainsKey(type.Row.Plural)
                    ? $"field label not supported: {field}"
                    : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
            }

            wanted.Add((field.Split('.'), part[(at + sign.Length)..], sign != "!="));
        }

        return new Selection(LabelSelector.Parse(query["labelSelector"].ToString()), wanted);
    }

    /// <summary>The same selection, of one object only.</summary>
    public Selection Named(string name) => new(labels, [.. fields, (["metadata", "name"], name, true)]);

    public bool Covers(JsonObject candidate) =>
        labels.Matches(candidate.At("metadata", "labels"))
        && fields.All(field => (Written(candidate.At(field.Path)) == field.Value) == field.Equal);

    private static string Written(JsonNode? value) => value switch
    {
        null => "",
        _ => value.Text() ?? value.ToJsonString(),
    };
}
