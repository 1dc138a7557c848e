namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>One call on a resource: what, where, by whom, with which options.</summary>
internal sealed record ResourceRequest
{
    public required string Verb { get; init; }

    public required ResourceType Type { get; init; }

    public required UserInfo User { get; init; }

    /// <summary>The namespace of the path; null outside namespaces.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name of the path; null for calls on a collection.</summary>
    public string? Name { get; init; }

    public string? Subresource { get; init; }

    public RequestOptions Options { get; init; } = new();

    /// <summary>Receives the warnings that the answer carries.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The paths of all fields of the body, in their order; empty where nobody wrote it as JSON.</summary>
    public List<string> Fields { get; } = [];

    public ObjectKey Key => Type.Key(Namespace, Name ?? "");

    /// <summary>What admission judges of this request; the objects of a scale are its Scales.</summary>
    public AdmissionCall Review(string operation, JsonObject? next, JsonObject? live)
    {
        JsonObject? Seen(JsonObject? item) => item is not null && Subresource == "scale" ? Scales.Of(Type, item) : item;
        return new AdmissionCall(operation, this, Seen(next), Seen(live), Options.ToReview(operation));
    }

    public ApiError NotFound() => ApiError.NotFound(Type.Row.Group, Type.Row.Plural, Name ?? "");

    /// <summary>The name is taken, maybe by an object that is on its way out.</summary>
    public ApiError Taken(JsonObject? by)
    {
        var taken = ApiError.AlreadyExists(Type.Row.Group, Type.Row.Plural, Name ?? "");
        return by.Has("metadata", "deletionTimestamp")
            ? new(409, taken.Reason, $"object is being deleted: {taken.Message}", taken.ToStatus().Map("details")?.Copy())
            : taken;
    }

    public ApiError Conflict(string why) => ApiError.Conflict(Type.Row.Group, Type.Row.Plural, Name ?? "", why);

    /// <summary>Somebody else was quicker.</summary>
    public ApiError Stale() => Conflict("the object has been modified; please apply your changes to the latest version and try again");

    public ApiError Forbidden(string why, params JsonObject[] causes) =>
        ApiError.Forbidden(Type.Row.Group, Type.Row.Plural, Name ?? "", why, causes);

    public ApiError Invalid(params IReadOnlyList<FieldError> causes) => ApiError.Invalid(Type.Row.Group, Type.Row.Kind, Name ?? "", causes);
}
