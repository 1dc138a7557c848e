using System.Runtime.InteropServices;
using System.Text.Json;
using GitOpsGuard.Kubernetes.Transport;

namespace GitOpsGuard.Kubernetes;

/// <summary>Smaller forms of objects for <see cref="InformerOptions.Trim"/>.</summary>
public static class ObjectTrim
{
    /// <summary>The object without <c>metadata.managedFields</c> and the copy that client-side apply keeps in an annotation.</summary>
    public static JsonElement WithoutManagedFields(JsonElement obj) => Cut(obj, onlyMetadata: false);

    /// <summary><c>apiVersion</c>, <c>kind</c> and <c>metadata</c>, that without the same; so a Secret without its values.</summary>
    public static JsonElement MetadataOnly(JsonElement obj) => Cut(obj, onlyMetadata: true);

    /// <summary>What one of these does, done on the text before it is read; null of any other form.</summary>
    internal static Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? OnText(Func<JsonElement, JsonElement>? trim)
    {
        if (trim == WithoutManagedFields) return text => Cut(text.Span, onlyMetadata: false) ?? text;
        return trim == MetadataOnly ? text => Cut(text.Span, onlyMetadata: true) ?? text : null;
    }

    private static JsonElement Cut(JsonElement obj, bool onlyMetadata)
    {
        if (obj.ValueKind != JsonValueKind.Object) return obj;
        return Cut(JsonMarshal.GetRawUtf8Value(obj), onlyMetadata) is { } rest ? JsonBody.Own(rest) : obj;
    }

    /// <returns>What is left; null where that is everything.</returns>
    private static byte[]? Cut(ReadOnlySpan<byte> json, bool onlyMetadata)
    {
        var cuts = TrimmedMembers.Find(json, onlyMetadata);
        if (cuts.Count == 0) return null;
        var rest = new byte[json.Length - cuts.Sum(c => c.End - c.Start)];
        var (from, to) = (0, 0);
        foreach (var (start, end) in cuts)
        {
            json[from..start].CopyTo(rest.AsSpan(to));
            to += start - from;
            from = end;
        }

        json[from..].CopyTo(rest.AsSpan(to));
        return rest;
    }
}
