using System.Text.Json;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>Reads a page of a list.</summary>
internal static class ListReader
{
    public static async Task<ListPage> ReadAsync(HttpResponseMessage response, Resource resource, CancellationToken ct)
    {
        using var document = await JsonBody.ReadDocumentAsync(response, ct);
        var list = document.RootElement;
        if (!list.TryGetProperty("metadata", out var metadata))
            throw new ApiException(response.StatusCode, "", $"The server did not answer a list of {resource.Plural}.");
        var items = new List<JsonElement>();
        if (list.TryGetProperty("items", out var array) && array.ValueKind == JsonValueKind.Array)
            foreach (var item in array.EnumerateArray())
                items.Add(JsonBody.WithType(item, resource.ApiVersion, resource.Kind));
        return new(items, Text(metadata, "resourceVersion") ?? "", Text(metadata, "continue"));
    }

    private static string? Text(JsonElement obj, string name) =>
        obj.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;
}
