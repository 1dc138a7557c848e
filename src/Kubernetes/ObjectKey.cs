using System.Text.Json;
using GitOpsGuard.Kubernetes.Transport;

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

    /// <summary>UID and resource version from the text of an object, read no further than needed.</summary>
    internal static (string? Uid, string? ResourceVersion) Identity(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonBody.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isMetadata && reader.TokenType == JsonTokenType.StartObject) return IdentityWithin(ref reader);
            reader.Skip();
        }

        return default;
    }

    private static (string? Uid, string? ResourceVersion) IdentityWithin(ref Utf8JsonReader metadata)
    {
        string? uid = null, version = null;
        while ((uid is null || version is null) && metadata.Read() && metadata.TokenType == JsonTokenType.PropertyName)
        {
            var (isUid, isVersion) = (metadata.ValueTextEquals("uid"u8), metadata.ValueTextEquals("resourceVersion"u8));
            metadata.Read();
            if (isUid) uid = metadata.GetString();
            else if (isVersion) version = metadata.GetString();
            else metadata.Skip();
        }

        return (uid, version);
    }

    private static string? Metadata(JsonElement obj, string name) =>
        obj.ValueKind == JsonValueKind.Object
        && obj.TryGetProperty("metadata", out var metadata)
        && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
