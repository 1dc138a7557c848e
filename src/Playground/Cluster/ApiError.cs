namespace GitOpsGuard.Playground.Cluster;

/// <summary>A request that ends in a Status object; the message is the API server's own wording.</summary>
/// <param name="code">The HTTP status code.</param>
/// <param name="reason">The machine-readable reason, such as <c>NotFound</c>; may be empty.</param>
/// <param name="message">What people read.</param>
/// <param name="details">The details of the Status, or null.</param>
internal sealed class ApiError(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code => code;

    public string Reason => reason;

    /// <summary>The Status object that the client receives.</summary>
    public JsonObject ToStatus() => Template.Answers.Fill(
        "Status", ("message", Message), ("reason", reason.Length > 0 ? reason : null), ("details", details), ("code", code));

    public static ApiError NotFound(string group, string plural, string name) =>
        new(404, "NotFound", $"{Qualified(group, plural)} \"{name}\" not found", About(name, group, plural));

    public static ApiError NoSuchResource() => new(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiError AlreadyExists(string group, string plural, string name) =>
        new(409, "AlreadyExists", $"{Qualified(group, plural)} \"{name}\" already exists", About(name, group, plural));

    public static ApiError Conflict(string group, string plural, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {Qualified(group, plural)} \"{name}\": {why}", About(name, group, plural));

    public static ApiError Forbidden(string group, string plural, string name, string why, params JsonObject[] causes)
    {
        var details = About(name, group, plural);
        if (causes.Length > 0) details["causes"] = new JsonArray([.. causes]);
        var subject = name.Length > 0 ? $"{Qualified(group, plural)} \"{name}\"" : Qualified(group, plural);
        return new(403, "Forbidden", $"{subject} is forbidden: {why}", details);
    }

    /// <summary>A 422 that lists every cause.</summary>
    public static ApiError Invalid(string group, string kind, string name, params IReadOnlyList<FieldError> causes)
    {
        var details = About(name, group, kind);
        details["causes"] = new JsonArray([.. causes.Select(cause => Cause(cause.Reason, cause.Message, cause.Path))]);
        var lines = causes.Select(cause => cause.Path.Length > 0 ? cause.ToString() : cause.Message).Distinct().ToList();
        var all = lines.Count == 1 ? lines[0] : $"[{string.Join(", ", lines)}]";
        return new(422, "Invalid", $"{Qualified(group, kind)} \"{name}\" is invalid: {all}", details);
    }

    public static ApiError BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiError Expired(string message) => new(410, "Expired", message);

    public static ApiError MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    /// <summary>A body of a type that this kind does not take, or that nothing takes when no types are named.</summary>
    public static ApiError UnsupportedMediaType(string? accepted) => accepted is null
        ? new(415, "UnsupportedMediaType", "415: Unsupported Media Type", [])
        : new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {accepted}");

    public static ApiError Internal(string message) => new(
        500, "InternalError", $"Internal error occurred: {message}", new() { ["causes"] = new JsonArray(Cause(null, message)) });

    /// <summary>One of the causes that the details of an error list.</summary>
    public static JsonObject Cause(string? reason, string message, string? field = null) =>
        Template.Answers.Fill("Cause", ("reason", reason), ("message", message), ("field", field));

    /// <summary>A call that the embedded cluster does not serve; it names itself.</summary>
    public static ApiError NotImplemented(string call) => new(501, "NotImplemented", $"the embedded cluster does not serve {call}");

    /// <summary>The details that say what an answer is about.</summary>
    public static JsonObject About(string name, string group, string kind) =>
        new(new[] { ("name", name), ("group", group), ("kind", kind) }.Where(entry => entry.Item2.Length > 0)
            .Select(entry => KeyValuePair.Create(entry.Item1, (JsonNode?)entry.Item2)));

    private static string Qualified(string group, string word) => group.Length > 0 ? $"{word}.{group}" : word;
}
