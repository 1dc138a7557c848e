using System.Text.Json;

namespace GitOpsGuard.Kubernetes;

/// <summary>Asks the server for its kinds: aggregated (two requests) where it can, group by group otherwise.</summary>
internal static class DiscoveryReader
{
    private const string Aggregated =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    public static async Task<IReadOnlyList<DiscoveredResource>> ReadAsync(ApiClient client, CancellationToken ct)
    {
        var core = client.GetPathAsync("/api", ct, Aggregated);
        var groups = client.GetPathAsync("/apis", ct, Aggregated);
        await Task.WhenAll(core, groups);
        var resources = new List<DiscoveredResource>();
        foreach (var answer in new[] { await core, await groups })
        {
            if (Text(answer, "kind") == "APIGroupDiscoveryList") ReadAggregated(answer, resources);
            else await ReadLegacyAsync(client, answer, resources, ct);
        }

        return resources;
    }

    private static void ReadAggregated(JsonElement list, List<DiscoveredResource> resources)
    {
        foreach (var group in Items(list, "items"))
        {
            var name = group.TryGetProperty("metadata", out var metadata) ? Text(metadata, "name") : "";
            foreach (var version in Items(group, "versions"))
                foreach (var resource in Items(version, "resources"))
                    ReadAggregated(resource, name, Text(version, "version"), resources);
        }
    }

    private static void ReadAggregated(JsonElement r, string group, string version, List<DiscoveredResource> resources)
    {
        // A subresource's parent may be listed without a kind of its own; such an entry has no objects.
        if (!r.TryGetProperty("responseKind", out var kind) || !CanList(r)) return;
        var resource = new Resource(group, version, Text(r, "resource"), Text(kind, "kind"), Text(r, "scope") == "Namespaced");
        resources.Add(new(resource, Text(r, "singularResource"), Strings(r, "shortNames")));
    }

    private static async Task ReadLegacyAsync(
        ApiClient client, JsonElement answer, List<DiscoveredResource> resources, CancellationToken ct)
    {
        foreach (var version in Strings(answer, "versions"))
            await ReadGroupVersionAsync(client, "", version, resources, ct);
        foreach (var group in Items(answer, "groups"))
        {
            var preferred = group.TryGetProperty("preferredVersion", out var p) ? Text(p, "version") : "";
            var versions = Items(group, "versions").Select(v => Text(v, "version"));
            foreach (var version in versions.OrderBy(v => v == preferred ? 0 : 1))
                await ReadGroupVersionAsync(client, Text(group, "name"), version, resources, ct);
        }
    }

    private static async Task ReadGroupVersionAsync(
        ApiClient client, string group, string version, List<DiscoveredResource> resources, CancellationToken ct)
    {
        JsonElement list;
        try
        {
            list = group.Length == 0
                ? await client.GetPathAsync($"/api/{version}", ct)
                : await client.GetPathOnceAsync($"/apis/{group}/{version}", ct);
        }
        catch (ApiException e) when (group.Length > 0 && e.Code != default)
        {
            return;
        }

        foreach (var r in Items(list, "resources"))
        {
            if (Text(r, "name").Contains('/', StringComparison.Ordinal) || !CanList(r)) continue;
            var namespaced = r.TryGetProperty("namespaced", out var n) && n.ValueKind == JsonValueKind.True;
            var resource = new Resource(group, version, Text(r, "name"), Text(r, "kind"), namespaced);
            resources.Add(new(resource, Text(r, "singularName"), Strings(r, "shortNames")));
        }
    }

    private static bool CanList(JsonElement resource) => Strings(resource, "verbs").Contains("list");

    private static List<JsonElement> Items(JsonElement obj, string name) =>
        obj.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    private static List<string> Strings(JsonElement obj, string name) =>
        [.. Items(obj, name).Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!)];

    private static string Text(JsonElement obj, string name) =>
        obj.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
