namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>The scale subresource: a small object that stands for two fields of a larger one.</summary>
internal static class Scales
{
    public static Schema Schema { get; } = TypeTable.Of("autoscaling.v1.Scale");

    /// <summary>The Scale of an object.</summary>
    public static JsonObject Of(ResourceType type, JsonObject stored)
    {
        var metadata = new JsonObject();
        foreach (var key in (string[])["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
            metadata.Put(key, stored.At("metadata", key));
        return Template.Answers.Fill(
            "Scale",
            ("metadata", metadata), ("replicas", stored.Number(Path(type, "spec")) is { } replicas and not 0 ? replicas : null),
            ("observed", stored.Number(Path(type, "status")) ?? 0), ("selector", Selector(type, stored)));
    }

    /// <summary>Writes the replicas of a Scale into the object that it stands for.</summary>
    public static JsonObject Into(ResourceRequest request, JsonObject stored, JsonObject scale)
    {
        if (scale.Has("metadata", "managedFields")) stored.Metadata["managedFields"] = Parents(request.Type, stored, scale);
        Write(request, stored, scale);
        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version) stored.Metadata["resourceVersion"] = version;
        return stored;
    }

    /// <summary>The Scale of an object with those who own the replicas, which an apply of the Scale asks for.</summary>
    public static JsonObject Owned(ResourceType type, JsonObject stored)
    {
        var scale = Of(type, stored);
        scale.Metadata["managedFields"] = new JsonArray([.. Entries(stored).Where(entry => Owns(type, entry)).Select(entry =>
        {
            var seen = entry.Copy();
            seen["apiVersion"] = "autoscaling/v1";
            seen["fieldsV1"] = new JsonObject { ["f:spec"] = new JsonObject { ["f:replicas"] = new JsonObject() } };
            return seen;
        })]);
        return scale;
    }

    /// <summary>Gives the object the owners of its replicas that an apply of the Scale left.</summary>
    private static JsonArray Parents(ResourceType type, JsonObject stored, JsonObject scale)
    {
        var owners = Entries(scale).Where(entry => entry.Has("fieldsV1", "f:spec", "f:replicas")).ToDictionary(IdOf);
        List<JsonObject> entries = [];
        foreach (var entry in Entries(stored).Select(entry => entry.Copy()))
        {
            if (Owns(type, entry) && !owners.Remove(IdOf(entry)))
            {
                var path = Path(type, "spec");
                var last = path[..^1].Aggregate(entry.Map("fieldsV1"), (map, key) => map.Map($"f:{key}"))!;
                last.Remove($"f:{path[^1]}");
                if (last.Count == 0) entry.Map("fieldsV1")!.Remove($"f:{path[0]}");
            }

            if (entry.Map("fieldsV1") is { Count: > 0 }) entries.Add(entry);
        }

        return [.. owners.Values.Select(owner =>
        {
            var entry = owner.Copy();
            entry.Remove("time");
            entry["apiVersion"] = type.ApiVersion;
            entry["fieldsV1"] = Path(type, "spec").Reverse().Aggregate(new JsonObject(), (inner, key) =>
                new JsonObject { [$"f:{key}"] = inner });
            return entry;
        }), .. entries];
    }

    private static IEnumerable<JsonObject> Entries(JsonObject item) => item.Items("metadata", "managedFields").OfType<JsonObject>();

    private static string IdOf(JsonObject entry) => $"{entry.Text("manager")} {entry.Text("operation")} {entry.Text("subresource")}";

    private static bool Owns(ResourceType type, JsonObject entry) =>
        entry.Map("fieldsV1").Has([.. Path(type, "spec").Select(key => $"f:{key}")]);

    private static void Write(ResourceRequest request, JsonObject target, JsonObject scale)
    {
        var replicas = scale.Number("spec", "replicas") ?? 0;
        Validation.Demand(Schema.TypeName, scale, errors => ApiError.Invalid("autoscaling", "Scale", request.Name!, errors));
        var path = Path(request.Type, "spec");
        foreach (var key in path[..^1]) target = target.Open(key);
        target[path[^1]] = replicas;
    }

    private static string[] Path(ResourceType type, string part) =>
        type.Custom?.Scale?.Text($"{part}ReplicasPath")?.TrimStart('.').Split('.') ?? [part, "replicas"];

    private static string? Selector(ResourceType type, JsonObject stored)
    {
        if (type.Custom is { } custom) return custom.Scale?.Text("labelSelectorPath") is { } path
            ? stored.Text(path.TrimStart('.').Split('.')) : null;
        var selector = stored.Map("spec", "selector");
        return type.Row.Plural != "replicationcontrollers"
            ? LabelSelectors.Of(selector).Written()
            : selector is null ? null : string.Join(',', selector.Select(entry => $"{entry.Key}={entry.Value.Text()}"));
    }
}
