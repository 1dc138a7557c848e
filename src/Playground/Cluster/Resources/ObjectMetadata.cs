namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>The part of metadata that belongs to the server: names, identity, generation.</summary>
internal static class ObjectMetadata
{
    private const string Scheme = "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30";
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    // What a client may not move on an object that lives.
    private static readonly string[] Fixed =
        ["name", "namespace", "uid", "creationTimestamp", "deletionGracePeriodSeconds", "generation",
            "resourceVersion", "generateName"];

    /// <summary>Checks that a body names the kind, the object and the namespace of the request, and completes it.</summary>
    public static void Agree(ResourceRequest request, JsonObject body)
    {
        var type = request.Type;
        var (apiVersion, kind) = (body.Text("apiVersion"), body.Text("kind"));
        if (kind is not null && apiVersion is not null && (kind != type.Row.Kind || apiVersion != type.ApiVersion))
        {
            var group = type.Row.Group.Length > 0 ? type.Row.Group : "core";
            var other = kind == type.Row.Kind && apiVersion.Contains('/');
            throw ApiError.BadRequest(other
                ? $"the API version in the data ({apiVersion}) does not match the expected API version ({type.ApiVersion})"
                : $"{kind} in version \"{apiVersion}\" cannot be handled as a {type.Row.Kind}: " + (kind == type.Row.Kind
                    ? $"no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"{Scheme}\""
                    : $"converting ({apiVersion.Replace('/', '.')}.{kind}) to ({group}.{type.Row.Kind}): unknown conversion"));
        }

        body["apiVersion"] = type.ApiVersion;
        body["kind"] = type.Row.Kind;
        var metadata = body.Metadata;
        var named = metadata.Text("namespace") ?? "";
        if (!type.Row.Namespaced) metadata.Remove("namespace");
        else if (named.Length == 0) metadata["namespace"] = request.Namespace;
        else if (named != request.Namespace)
            throw ApiError.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (request.Name is null) return;
        var name = metadata.Text("name") ?? "";
        if (name.Length == 0) metadata["name"] = request.Name;
        else if (name != request.Name)
            throw ApiError.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
    }

    /// <summary>Gives a new object its name, identity and first generation.</summary>
    public static void Begin(ResourceType type, JsonObject created, DateTimeOffset now)
    {
        var metadata = created.Metadata;
        if (string.IsNullOrEmpty(metadata.Text("name")) && metadata.Text("generateName") is { Length: > 0 } stem)
            metadata["name"] = (stem.Length > 58 ? stem[..58] : stem) + RandomSuffix();
        foreach (var key in (string[])["resourceVersion", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"])
            metadata.Remove(key);
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Trees.Timestamp(now);
        if (type.HasGeneration) metadata["generation"] = 1;
    }

    public static string RandomSuffix() => RandomNumberGenerator.GetString(Alphabet, 5);

    /// <summary>Carries over to the next state what clients may not change.</summary>
    public static void Keep(JsonObject live, JsonObject next)
    {
        var (from, to) = (live.Metadata, next.Metadata);
        foreach (var key in Fixed) to.Put(key, from[key]);
        if (!to.Has("deletionTimestamp")) to.Put("deletionTimestamp", from["deletionTimestamp"]);
        foreach (var key in (string[])["labels", "annotations", "finalizers", "ownerReferences"])
        {
            if (to[key] is null or JsonObject { Count: 0 } or JsonArray { Count: 0 }) to.Remove(key);
        }

        to.Remove("selfLink");
    }

    /// <summary>Raises the generation when what counts for it moved; for custom kinds all but metadata and a status of its own.</summary>
    public static void Count(ResourceType type, JsonObject live, JsonObject next)
    {
        var counted = type.Traits.Paths("generation") ?? (type.Custom is null ? [] : [.. live.Select(entry => entry.Key)
            .Union(next.Select(entry => entry.Key))
            .Where(key => key is not ("metadata" or "apiVersion" or "kind") && !(type.HasStatus && key == "status"))]);
        if (counted.Any(path => !JsonNode.DeepEquals(live.At(path.Split('.')), next.At(path.Split('.'))))) Raise(next);
    }

    /// <summary>Raises the generation by one.</summary>
    public static void Raise(JsonObject next) => next.Metadata["generation"] = (next.Number("metadata", "generation") ?? 0) + 1;
}
