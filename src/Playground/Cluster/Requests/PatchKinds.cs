namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>The patch types by media type.</summary>
internal static class PatchKinds
{
    public const string Json = "application/json-patch+json";
    public const string Merge = "application/merge-patch+json";
    public const string Strategic = "application/strategic-merge-patch+json";
    public const string Apply = "application/apply-patch+yaml";

    /// <summary>The change that a patch makes to a live object; 415 for a type that the kind does not take.</summary>
    public static Func<JsonObject, JsonObject> Change(ResourceType type, string media, JsonNode patch)
    {
        Func<JsonObject, JsonObject> change = (media, patch) switch
        {
            (Json, JsonArray steps) => live => Patches.Json(live, steps),
            (Merge, JsonObject fields) => live => Patches.Merge(live, fields),
            (Strategic, JsonObject fields) when type.Custom is null => live => Patches.Strategic(live, fields, type.Schema),
            (Json or Merge or Strategic, _) when media != Strategic || type.Custom is null =>
                throw ApiError.BadRequest("error decoding patch: the body does not have the form of this patch type"),
            _ => throw ApiError.UnsupportedMediaType(type.Custom is null
                ? $"{Json}, {Merge}, {Strategic}, {Apply}"
                : $"{Json}, {Merge}, {Apply}"),
        };
        return live =>
        {
            try
            {
                return change(live);
            }
            catch (PatchException error)
            {
                throw error.IsUnprocessable
                    ? new ApiError(422, "Invalid", error.Message, [])
                    : ApiError.BadRequest(error.Message);
            }
        };
    }

    /// <summary>The 409 of a server-side apply that would take fields of others.</summary>
    public static ApiError Refusal(ApplyConflictException conflict) => new(409, "Conflict", conflict.Message, new JsonObject
    {
        ["causes"] = new JsonArray([.. conflict.Conflicts.Select(cause => new JsonObject
        {
            ["reason"] = ApplyConflictException.CauseReason,
            ["message"] = cause.Message,
            ["field"] = cause.Path,
        })]),
    });
}
