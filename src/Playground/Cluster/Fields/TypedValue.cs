namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>A value with its type, as ownership of fields sees it: a leaf, or a map or list that is walked.</summary>
internal readonly record struct TypedValue(JsonNode? Value, Schema Schema)
{
    public bool IsMap => Value is JsonObject && Schema is { Atomic: false, Shape: not (SchemaShape.Scalar or SchemaShape.List) };

    public bool IsList => Value is JsonArray && Schema is { Shape: SchemaShape.List, ListKind: not ListKind.Atomic };

    public bool IsWalked => IsMap || IsList;

    public bool IsEmpty => Value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    /// <summary>What lies in a map or list; nothing in a leaf.</summary>
    /// <exception cref="ApiError">500: a list of maps holds something that is no map or has none of the keys.</exception>
    public IEnumerable<(PathElement Step, TypedValue Child)> Children => (Value, this) switch
    {
        (JsonObject map, { IsMap: true } self) =>
            map.Select(one => ((PathElement)new PathElement.Field(one.Key), self.Member(one.Key, one.Value))),
        (JsonArray list, { IsList: true } self) => list.Select(one => (self.StepTo(one), new TypedValue(one, self.Schema.Element))),
        _ => [],
    };

    /// <summary>
    /// Every place below this value, each once: elements of a list that cannot be told apart are one leaf. A
    /// configuration names its leaves, elements of lists, keys of maps and empty maps, not the fields of structs on the way.
    /// </summary>
    public IEnumerable<(FieldPath Path, TypedValue Value, bool IsNamed)> Places(FieldPath at)
    {
        foreach (var group in Children.ToLookup(child => child.Step, child => child.Child))
        {
            var path = at.Append(group.Key);
            if (group.Count() > 1)
            {
                var all = new JsonArray([.. group.Select(one => one.Value?.DeepClone())]);
                yield return (path, new TypedValue(all, Schema.UntypedLeaf), true);
                continue;
            }

            var child = group.First();
            yield return (path, child, !child.IsWalked || child.IsEmpty || !HasField(Schema, group.Key));
            foreach (var place in child.Places(path)) yield return place;
        }
    }

    /// <summary>The fields that a configuration of this value names.</summary>
    public FieldSet Named() => FieldSet.Of(Places(FieldPath.Root).Where(place => place.IsNamed).Select(place => place.Path));

    public TypedValue Member(string name, JsonNode? value) => new(value, Schema.Member(name) ?? Schema.Untyped);

    /// <summary>Whether a step leads to a field that a struct knows.</summary>
    public static bool HasField(Schema schema, PathElement step) =>
        step is PathElement.Field(var name) && schema.Fields.ContainsKey(name);

    /// <summary>The step that leads to an element of a set or list of maps.</summary>
    public PathElement StepTo(JsonNode? element) => TryStepTo(element, out var problem) ?? throw new ApiError(500, "", problem!);

    /// <summary>The same, or null and what is wrong with the element.</summary>
    public PathElement? TryStepTo(JsonNode? element, out string? problem)
    {
        problem = null;
        if (Schema.ListKind == ListKind.Set) return PathElement.FromFieldsV1($"v:{element?.ToJsonString() ?? "null"}");
        if (element is not JsonObject map)
        {
            problem = $"associative list with keys may not have {(element is null ? "a null element" : "non-map elements")}";
            return null;
        }

        var items = Schema.Element;
        var keys = new JsonObject(Schema.Keys
            .Select(key => KeyValuePair.Create(key, (map[key] ?? DefaultOf(items.Member(key)))?.DeepClone()))
            .Where(key => key.Value is not null));
        problem = keys.Count > 0 ? null : "associative list with keys has an element that omits key field " +
            $"\"{string.Join(',', Schema.Keys)}\" (and doesn't have default value)";
        return keys.Count > 0 ? PathElement.FromFieldsV1($"k:{keys.ToJsonString()}") : null;
    }

    /// <summary>A path in the server's words: <c>.spec.ports[port=80,protocol="TCP"]</c>.</summary>
    public static string Describe(IEnumerable<PathElement> path) => string.Concat(path.Select(step => step switch
    {
        PathElement.Field(var name) => $".{name}",
        PathElement.Key => $"[{string.Join(',', ((JsonObject)JsonNode.Parse(step.ToFieldsV1()[2..])!)
            .Select(key => $"{key.Key}={GoText.Json(key.Value)}"))}]",
        PathElement.SetItem => $"[={step.ToFieldsV1()[2..]}]",
        _ => $"[{step.ToFieldsV1()[2..]}]",
    }));

    // A scalar that a built-in type always writes is a key even when nobody gave it a value.
    private static JsonNode? DefaultOf(Schema? key) => key?.Default ?? (key is { Always: true } ? key.Zero : null);
}
