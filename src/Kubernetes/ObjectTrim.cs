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

    private static JsonElement Cut(JsonElement obj, bool onlyMetadata)
    {
        if (obj.ValueKind != JsonValueKind.Object) return obj;
        var json = JsonMarshal.GetRawUtf8Value(obj);
        var cuts = TrimmedMembers.Find(json, onlyMetadata);
        if (cuts.Count == 0) return obj;
        var rest = new byte[json.Length - cuts.Sum(c => c.End - c.Start)];
        var (from, to) = (0, 0);
        foreach (var (start, end) in cuts)
        {
            json[from..start].CopyTo(rest.AsSpan(to));
            to += start - from;
            from = end;
        }

        json[from..].CopyTo(rest.AsSpan(to));
        return JsonBody.Own(rest);
    }
}
