using System.Buffers;
using System.Text.Json;
using GitOpsGuard.Kubernetes.Transport;

namespace GitOpsGuard.Kubernetes;

/// <summary>Smaller forms of objects for <see cref="InformerOptions.Trim"/>.</summary>
public static class ObjectTrim
{
    /// <summary>The object without <c>metadata.managedFields</c> and the copy that client-side apply keeps in an annotation.</summary>
    public static JsonElement WithoutManagedFields(JsonElement obj) => Rewrite(obj, _ => true);

    /// <summary><c>apiVersion</c>, <c>kind</c> and <c>metadata</c>, that without the same; so a Secret without its values.</summary>
    public static JsonElement MetadataOnly(JsonElement obj) => Rewrite(obj, name => name is "apiVersion" or "kind" or "metadata");

    private static JsonElement Rewrite(JsonElement obj, Func<string, bool> keep)
    {
        if (obj.ValueKind != JsonValueKind.Object) return obj;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonBody.WriteOptions))
        {
            writer.WriteStartObject();
            foreach (var member in obj.EnumerateObject())
            {
                if (!keep(member.Name)) continue;
                if (member.NameEquals("metadata")) WriteMetadata(writer, member.Value);
                else member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory, JsonBody.ReadOptions);
        return document.RootElement.Clone();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata)
    {
        writer.WriteStartObject("metadata");
        foreach (var member in metadata.EnumerateObject())
        {
            if (member.NameEquals("managedFields")) continue;
            // Client-side apply keeps a copy of the whole object here, which for a Secret means its values.
            if (member.NameEquals("annotations")) WriteAnnotations(writer, member.Value);
            else member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteAnnotations(Utf8JsonWriter writer, JsonElement annotations)
    {
        writer.WriteStartObject("annotations");
        foreach (var member in annotations.EnumerateObject())
            if (!member.NameEquals("kubectl.kubernetes.io/last-applied-configuration")) member.WriteTo(writer);
        writer.WriteEndObject();
    }
}
