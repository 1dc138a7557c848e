using System.Text.Json;

namespace GitOpsGuard.Core;

/// <summary>Which object: its group, kind, namespace and name, without the version it is served in.</summary>
/// <param name="Group">API group, empty for the core group.</param>
/// <param name="Kind">Kind, such as <c>Deployment</c>.</param>
/// <param name="Namespace">Namespace, empty for a cluster-scoped object.</param>
/// <param name="Name">Name.</param>
public readonly record struct ObjectIdentity(string Group, string Kind, string Namespace, string Name)
{
    /// <summary>Reads the identity of an object from its <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>.</summary>
    /// <returns>The identity; a member that is missing or no string is empty.</returns>
    public static ObjectIdentity Of(JsonElement obj)
    {
        var metadata = Member(obj, "metadata");
        return new(GroupOf(Text(obj, "apiVersion")), Text(obj, "kind"), Text(metadata, "namespace"), Text(metadata, "name"));
    }

    /// <summary>The group within an <c>apiVersion</c>: <c>apps</c> of <c>apps/v1</c>, empty of <c>v1</c>.</summary>
    public static string GroupOf(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : apiVersion[..slash];
    }

    /// <summary>Parses <c>group/kind/namespace/name</c>, the form of <see cref="ToString"/>.</summary>
    public static bool TryParse(string? text, out ObjectIdentity identity)
    {
        var parts = text?.Split('/') ?? [];
        identity = parts.Length == 4 ? new(parts[0], parts[1], parts[2], parts[3]) : default;
        return parts.Length == 4 && parts[1].Length > 0 && parts[3].Length > 0;
    }

    /// <summary><c>group/kind/namespace/name</c>, with empty parts where there is none.</summary>
    public override string ToString() => $"{Group}/{Kind}/{Namespace}/{Name}";

    /// <summary>The form that messages use: <c>Deployment shop/web</c>, <c>Namespace shop</c>.</summary>
    public string Display => Namespace.Length > 0 ? $"{Kind} {Namespace}/{Name}" : $"{Kind} {Name}";

    private static JsonElement Member(JsonElement obj, string name) =>
        obj.ValueKind == JsonValueKind.Object && obj.TryGetProperty(name, out var value) ? value : default;

    private static string Text(JsonElement obj, string name) =>
        Member(obj, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";
}
