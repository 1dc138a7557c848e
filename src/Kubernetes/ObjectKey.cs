using System.Text.Json;

namespace GitOpsGuard.Kubernetes;

/// <summary>Namespace and name of an object among those of its kind.</summary>
/// <param name="Namespace">Namespace, empty of a cluster-scoped object.</param>
/// <param name="Name">Name.</param>
public readonly record struct ObjectKey(string Namespace, string Name)
{
    /// <summary>The key of an object.</summary>
    public static ObjectKey Of(JsonElement obj) => new(Metadata(obj, "namespace") ?? "", Metadata(obj, "name") ?? "");

    /// <summary><c>metadata.uid</c>, or null.</summary>
    public static string? Uid(JsonElement obj) => Metadata(obj, "uid");

    /// <summary><c>metadata.resourceVersion</c>, or null.</summary>
    public static string? ResourceVersion(JsonElement obj) => Metadata(obj, "resourceVersion");

    /// <summary><c>namespace/name</c>, or the name alone.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";

    private static string? Metadata(JsonElement obj, string name) =>
        obj.ValueKind == JsonValueKind.Object
        && obj.TryGetProperty("metadata", out var metadata)
        && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
