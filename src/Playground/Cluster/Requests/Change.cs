namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>How a client changes an object: from its live state, null where there is none, to the next.</summary>
/// <param name="Next">Gets a copy that it may change.</param>
/// <param name="Patch">Any of the four patch types, instead of a whole new state.</param>
/// <param name="Applied">Server-side apply: ownership of fields is already settled.</param>
/// <param name="Creates">Whether an object that does not exist comes to be.</param>
/// <param name="Strategic">The text of a strategic merge patch as error messages quote it; null for other changes.</param>
internal sealed record Change(
    Func<JsonObject?, JsonObject> Next, bool Patch = false, bool Applied = false, bool Creates = false, string? Strategic = null)
{
    public const string Apply = "application/apply-patch+yaml";
    private const string Json = "application/json-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Strategy = "application/strategic-merge-patch+json";

    /// <summary>Whether a media type is one of the four of patches.</summary>
    public static bool IsPatch(string media) => media is Apply or Json or Merge or Strategy;

    /// <summary>A whole new state.</summary>
    public static Change To(JsonObject body, bool creates = false) => new(_ => body.Copy(), Creates: creates);

    /// <summary>The server's own change of a live object.</summary>
    public static Change By(Action<JsonObject> change) => new(
        live =>
        {
            change(live!);
            return live!;
        },
        Patch: true);

    /// <summary>A patch of a media type; 415 for a type that the kind does not take.</summary>
    public static Change Of(ResourceType type, string media, JsonNode patch)
    {
        var builtIn = type.Custom is null;
        Func<JsonObject, JsonObject> next = (media, patch) switch
        {
            (Json, JsonArray steps) => live => JsonPatch.Apply(live, steps),
            (Merge, JsonObject fields) => live => MergePatch.Apply(live, fields),
            (Strategy, JsonObject fields) when builtIn => live => live.Text("kind") == type.Row.Kind
                ? StrategicMergePatch.Apply(live, fields, type.Schema)
                : MergePatch.Apply(live, fields),
            (Json, _) => throw ApiError.BadRequest(
                "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp"),
            (Merge, _) or (Strategy, _) when media == Merge || builtIn =>
                throw ApiError.BadRequest("json: cannot unmarshal array into Go value of type map[string]interface {}"),
            _ => throw ApiError.UnsupportedMediaType(media == Strategy ? $"{Json}, {Merge}, {Apply}" : null),
        };
        return new Change(live => next(live!), Patch: true, Strategic: media == Strategy ? GoText.Of(patch) : null);
    }

    /// <summary>The same change of the Scale that stands for two fields of the object.</summary>
    public Change OfScale(ResourceRequest request) => this with
    {
        Next = live => Scales.Into(request, live!, Next(Scales.Of(request.Type, live!))),
        Strategic = null,
    };
}
