using System.Reflection;
using System.Text.Json.Serialization;
using k8s.Models;

namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>Schemas of the client's models, by reflection, completed by <see cref="ModelTraits"/>.</summary>
internal static class ModelSchemas
{
    private static readonly ConcurrentDictionary<Type, Schema> Types = new();

    /// <summary>The schema of metadata, which every object has.</summary>
    public static Schema Metadata { get; } = Of(typeof(V1ObjectMeta));

    public static Schema Of(Type type) => Types.GetOrAdd(type, Make);

    private static Schema Make(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar(type) is { } scalar) return scalar;
        if (type == typeof(object)) return Schema.UntypedLeaf;
        if (type.IsGenericType)
        {
            var arguments = type.GetGenericArguments();
            return arguments.Length == 2
                ? Schema.Map(() => Of(arguments[1]))
                : Schema.List(() => Of(arguments[0]));
        }

        return Schema.Struct(() => Fields(type)) with
        {
            TypeName = type.Name,
            Atomic = ModelTraits.IsAtomic(type.Name),
        };
    }

    private static Schema? Scalar(Type type) => type switch
    {
        _ when type == typeof(string) => Schema.Scalar("string"),
        _ when type == typeof(bool) => Schema.Scalar("boolean"),
        _ when type == typeof(int) => Schema.Scalar("integer", "int32"),
        _ when type == typeof(long) => Schema.Scalar("integer", "int64"),
        _ when type == typeof(double) => Schema.Scalar("number", "double"),
        _ when type == typeof(byte[]) => Schema.Scalar("string", "byte"),
        _ when type == typeof(DateTime) => Schema.Scalar("string", "date-time"),
        _ when type == typeof(IntOrString) => Schema.Scalar("", "int-or-string"),
        _ when type == typeof(ResourceQuantity) => Schema.Scalar("", "quantity"),
        _ => null,
    };

    private static FrozenDictionary<string, Schema> Fields(Type type) => type.GetProperties()
        .Select(property => (property, Name: property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name))
        .Where(pair => pair.Name is not null)
        .ToFrozenDictionary(pair => pair.Name!, pair => Field(type, pair.Name!, pair.property.PropertyType));

    private static Schema Field(Type owner, string name, Type type)
    {
        var schema = Of(type);
        if (name == "metadata") return schema with { Always = true };
        if (ModelTraits.Find(owner.Name, name) is not { } trait) return schema;
        return schema with
        {
            Required = trait.Required,
            Always = trait.Always,
            Atomic = trait.Atomic ?? schema.Atomic,
            Enum = trait.Values,
            ListKind = trait.ListKind,
            Keys = trait.Keys,
            PatchMergeKey = trait.MergeKey,
            PatchStrategies = trait.Strategies,
            Default = trait.Default is { } text
                ? schema.ScalarType == "integer" ? JsonNode.Parse(text) : JsonValue.Create(text)
                : null,
        };
    }
}
