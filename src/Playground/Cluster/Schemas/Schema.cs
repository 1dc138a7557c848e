namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>The form of a value: anything, a string, number or boolean, an object of known fields or of free keys, a list.</summary>
internal enum SchemaShape { Untyped, Scalar, Struct, Map, List }

/// <summary>How the elements of a list are told apart: not at all (the list is one value), by value, by their keys.</summary>
internal enum ListKind { Atomic, Set, Map }

/// <summary>
/// The type of a value as merging, patching, defaulting and validation need it. Built-in types come from
/// <see cref="TypeTable"/>, custom ones from their OpenAPI schema. Fields and elements are made when first asked for,
/// since types may contain themselves.
/// </summary>
internal sealed record Schema
{
    private readonly Lazy<IReadOnlyDictionary<string, Schema>> _fields;
    private readonly Lazy<Schema> _element;

    private Schema(SchemaShape shape, Func<IReadOnlyDictionary<string, Schema>>? fields = null, Func<Schema>? element = null)
    {
        Shape = shape;
        _fields = new(fields ?? (() => FrozenDictionary<string, Schema>.Empty));
        _element = new(element ?? (() => Untyped!));
    }

    public SchemaShape Shape { get; }

    /// <summary>OpenAPI type of a scalar: string, integer, number, boolean; empty for integer-or-string.</summary>
    public string ScalarType { get; init; } = "";

    /// <summary>OpenAPI format: byte, date-time, int32, int64, double, quantity, microtime, int-or-string; empty when none.</summary>
    public string Format { get; init; } = "";

    /// <summary>Whether a struct, map or untyped value is owned as one leaf.</summary>
    public bool Atomic { get; init; }

    public ListKind ListKind { get; init; }

    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>merge, replace, retainKeys: how a strategic merge patch treats this field.</summary>
    public IReadOnlyList<string> PatchStrategies { get; init; } = [];

    /// <summary>The key by which a strategic merge patch finds elements.</summary>
    public string? PatchMergeKey { get; init; }

    /// <summary>Whether the object that holds this field must have it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether the server always writes this field, empty or zero when it has no value.</summary>
    public bool Always { get; init; }

    /// <summary>Whether the server tells an empty value from an absent one.</summary>
    public bool IsPointer { get; init; }

    public JsonNode? Default { get; init; }

    /// <summary>The only values that a string may have; empty when free.</summary>
    public IReadOnlyList<string> Enum { get; init; } = [];

    /// <summary>Whether fields that the schema does not know are kept.</summary>
    public bool PreservesUnknown { get; init; }

    /// <summary>The name of a built-in type, <c>core.v1.PodSpec</c>; empty for others.</summary>
    public string TypeName { get; init; } = "";

    /// <summary>The OpenAPI schema of a custom resource's value; null for built-in types.</summary>
    public JsonObject? OpenApi { get; init; }

    /// <summary>Whether the value is an object of its own with apiVersion, kind and metadata.</summary>
    public bool Embedded { get; init; }

    /// <summary>For a root: whether status is written through its own subresource.</summary>
    public bool HasStatus { get; init; }

    public IReadOnlyDictionary<string, Schema> Fields => _fields.Value;

    /// <summary>The type of a list's elements or a map's values; untyped where nothing is said.</summary>
    public Schema Element => _element.Value;

    /// <summary>How an empty value is written: the zero of a scalar, an empty struct; null for anything else.</summary>
    public JsonNode? Zero => (Shape, ScalarType, Format) switch
    {
        _ when IsPointer => null,
        (SchemaShape.Struct, _, _) when Always => new JsonObject(),
        (_, "integer" or "number", _) => 0,
        (_, "boolean", _) => false,
        (_, "string", "") => "",
        _ => null,
    };

    public bool IsCustom => OpenApi is not null;

    /// <summary>A value of any form: its maps are granular, its lists atomic.</summary>
    public static Schema Untyped { get; } = new(SchemaShape.Untyped) { PreservesUnknown = true };

    /// <summary>A value of any form, owned as one leaf.</summary>
    public static Schema UntypedLeaf { get; } = Untyped with { Atomic = true };

    public static Schema For(KindRow row) => TypeTable.Of(row.Type!) with { HasStatus = row.Subresources.Contains("status") };

    public static Schema Scalar(string type, string format = "") => new(SchemaShape.Scalar) { ScalarType = type, Format = format };

    /// <summary>An object of known fields; an open one also takes others, with values of any form.</summary>
    public static Schema Struct(Func<IReadOnlyDictionary<string, Schema>> fields, bool isOpen = false) =>
        new(SchemaShape.Struct, fields) { PreservesUnknown = isOpen };

    public static Schema Map(Func<Schema> element) => new(SchemaShape.Map, null, element);

    public static Schema List(Func<Schema> element) => new(SchemaShape.List, null, element);

    /// <summary>The type of a member of a struct or map; null when it knows no such member.</summary>
    public Schema? Member(string name) => Shape switch
    {
        SchemaShape.Struct => Fields.TryGetValue(name, out var field) ? field : PreservesUnknown ? Element : null,
        SchemaShape.Map => Element,
        SchemaShape.Untyped => Untyped,
        _ => null,
    };
}
