using System.Text.Json;

namespace GitOpsGuard.Kubernetes;

/// <summary>Names one object, as events do.</summary>
public sealed record ObjectReference(string ApiVersion, string Kind, string? Namespace, string Name, string? Uid)
{
    /// <summary>Version of the object that is meant; none in particular when null.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>The reference to an object, which must carry <c>apiVersion</c> and <c>kind</c>.</summary>
    public static ObjectReference Of(JsonElement obj)
    {
        var (ns, name) = ObjectKey.Of(obj);
        return new(Text(obj, "apiVersion"), Text(obj, "kind"), ns.Length == 0 ? null : ns, name, ObjectKey.Uid(obj))
        {
            ResourceVersion = ObjectKey.ResourceVersion(obj),
        };
    }

    private static string Text(JsonElement obj, string name) =>
        obj.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
