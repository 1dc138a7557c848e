namespace GitOpsGuard.Playground.Cluster;

/// <summary>A request that ends in a Status object; the message is the API server's own wording.</summary>
internal sealed class ApiError : Exception
{
    public ApiError(int code, string reason, string message, JsonObject? details = null)
        : base(message)
    {
        Code = code;
        Reason = reason;
        Details = details;
    }

    /// <summary>The HTTP status code.</summary>
    public int Code { get; }

    /// <summary>The machine-readable reason, such as <c>NotFound</c>; may be empty.</summary>
    public string Reason { get; }

    /// <summary>The details of the Status, or null.</summary>
    public JsonObject? Details { get; }

    /// <summary>The Status object that the client receives.</summary>
    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason.Length > 0) status["reason"] = Reason;
        if (Details is not null) status["details"] = Details.DeepClone();
        status["code"] = Code;
        return status;
    }

    public static ApiError NotFound(string group, string plural, string name) =>
        new(404, "NotFound", $"{Qualified(group, plural)} \"{name}\" not found", About(name, group, plural));

    public static ApiError NoSuchResource() =>
        new(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiError AlreadyExists(string group, string plural, string name) =>
        new(409, "AlreadyExists", $"{Qualified(group, plural)} \"{name}\" already exists", About(name, group, plural));

    public static ApiError Modified(string group, string plural, string name) =>
        Conflict(group, plural, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiError Conflict(string group, string plural, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {Qualified(group, plural)} \"{name}\": {why}", About(name, group, plural));

    public static ApiError Forbidden(string group, string plural, string name, string why, JsonArray? causes = null)
    {
        var details = About(name, group, plural);
        if (causes is not null) details["causes"] = causes;
        var subject = name.Length > 0 ? $"{Qualified(group, plural)} \"{name}\"" : Qualified(group, plural);
        return new(403, "Forbidden", $"{subject} is forbidden: {why}", details);
    }

    /// <summary>A 422 that lists every cause; each is a field, a reason such as <c>FieldValueInvalid</c> and a message.</summary>
    public static ApiError Invalid(string group, string kind, string name, IReadOnlyList<(string Field, string Reason, string Message)> causes)
    {
        var details = About(name, group, kind);
        details["causes"] = new JsonArray([.. causes.Select(cause => new JsonObject
        {
            ["reason"] = cause.Reason,
            ["message"] = cause.Message,
            ["field"] = cause.Field,
        })]);
        var lines = causes.Select(cause => cause.Field.Length > 0 ? $"{cause.Field}: {cause.Message}" : cause.Message).ToList();
        var all = lines.Count == 1 ? lines[0] : $"[{string.Join(", ", lines)}]";
        return new(422, "Invalid", $"{Qualified(group, kind)} \"{name}\" is invalid: {all}", details);
    }

    public static ApiError BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiError Expired(string message) => new(410, "Expired", message);

    public static ApiError MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static ApiError UnsupportedMediaType(string accepted) =>
        new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {accepted}");

    public static ApiError Internal(string message) =>
        new(500, "InternalError", $"Internal error occurred: {message}", new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["message"] = message }),
        });

    /// <summary>A call that the embedded cluster does not serve; it names itself.</summary>
    public static ApiError NotImplemented(string call) =>
        new(501, "NotImplemented", $"the embedded cluster does not serve {call}");

    private static JsonObject About(string name, string group, string kind)
    {
        var details = new JsonObject();
        if (name.Length > 0) details["name"] = name;
        if (group.Length > 0) details["group"] = group;
        if (kind.Length > 0) details["kind"] = kind;
        return details;
    }

    private static string Qualified(string group, string word) => group.Length > 0 ? $"{word}.{group}" : word;
}
