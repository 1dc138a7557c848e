namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// Reads request bodies as Gitea's OpenAPI document defines them (go-gitea/gitea, templates/swagger/v1_json.tmpl,
/// Gitea 1.24). Stricter than Gitea itself, so that a client's mistake shows here: a field that the document does
/// not have, or a value of another type, is answered with 400. What the document allows and Gitea rejects for its
/// content is 422, as there.
/// </summary>
internal static class GiteaRequests
{
    private static readonly Dictionary<string, JsonValueKind> CreateFields = new(StringComparer.Ordinal)
    {
        ["title"] = JsonValueKind.String,
        ["head"] = JsonValueKind.String,
        ["base"] = JsonValueKind.String,
        ["body"] = JsonValueKind.String,
        ["assignee"] = JsonValueKind.String,
        ["assignees"] = JsonValueKind.Array,
        ["due_date"] = JsonValueKind.String,
        ["labels"] = JsonValueKind.Array,
        ["milestone"] = JsonValueKind.Number,
        ["reviewers"] = JsonValueKind.Array,
        ["team_reviewers"] = JsonValueKind.Array,
        ["allow_maintainer_edit"] = JsonValueKind.True,
    };

    private static readonly Dictionary<string, JsonValueKind> MergeFields = new(StringComparer.Ordinal)
    {
        ["Do"] = JsonValueKind.String,
        ["MergeCommitID"] = JsonValueKind.String,
        ["MergeMessageField"] = JsonValueKind.String,
        ["MergeTitleField"] = JsonValueKind.String,
        ["delete_branch_after_merge"] = JsonValueKind.True,
        ["force_merge"] = JsonValueKind.True,
        ["head_commit_id"] = JsonValueKind.String,
        ["merge_when_checks_succeed"] = JsonValueKind.True,
    };

    private static readonly string[] MergeStyles =
        ["merge", "rebase", "rebase-merge", "squash", "fast-forward-only", "manually-merged"];

    /// <summary>The definition CreatePullRequestOption.</summary>
    public static async Task<(string Title, string Body, string Head, string Base)> CreateAsync(HttpRequest request)
    {
        var body = await ReadAsync(request, CreateFields);
        var head = Required(body, "head");
        // "owner:branch" names a branch of a fork; the only one here is the repository itself.
        var colon = head.IndexOf(':', StringComparison.Ordinal);
        return (
            Required(body, "title"),
            (string?)body["body"] ?? "",
            colon < 0 ? head : head[(colon + 1)..],
            Required(body, "base"));
    }

    /// <summary>The definition MergePullRequestOption; 405 for a style that this forge does not offer.</summary>
    public static async Task<MergeRequest> MergeAsync(HttpRequest request)
    {
        var body = await ReadAsync(request, MergeFields);
        var style = Required(body, "Do");
        if (!MergeStyles.Contains(style, StringComparer.Ordinal))
            throw new ForgeException(HttpStatusCode.UnprocessableEntity, $"[Do]: In({string.Join(',', MergeStyles)})");

        var offered = style switch
        {
            "merge" => MergeStyle.Merge,
            "squash" => MergeStyle.Squash,
            _ => throw new ForgeException(HttpStatusCode.MethodNotAllowed, $"merge style {style} is not offered here"),
        };
        return new MergeRequest(
            offered,
            (string?)body["MergeTitleField"],
            (string?)body["MergeMessageField"],
            (string?)body["head_commit_id"],
            (bool?)body["delete_branch_after_merge"] ?? false);
    }

    private static async Task<JsonObject> ReadAsync(HttpRequest request, Dictionary<string, JsonValueKind> fields)
    {
        if (!request.HasJsonContentType())
            throw new ForgeException(HttpStatusCode.BadRequest, "the body must be application/json");

        JsonObject? body;
        try
        {
            body = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted)
                as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        if (body is null)
            throw new ForgeException(HttpStatusCode.BadRequest, "the body must be a JSON object");
        foreach (var (name, value) in body)
            Check(name, value, fields);
        return body;
    }

    private static void Check(string name, JsonNode? value, Dictionary<string, JsonValueKind> fields)
    {
        if (!fields.TryGetValue(name, out var kind))
            throw new ForgeException(HttpStatusCode.BadRequest, $"the field {name} is not in the document");

        var found = value?.GetValueKind() switch
        {
            JsonValueKind.False => JsonValueKind.True,
            var other => other ?? kind,
        };
        if (found != kind)
            throw new ForgeException(HttpStatusCode.BadRequest, $"the field {name} has the wrong type");
    }

    private static string Required(JsonObject body, string name) =>
        (string?)body[name] is { Length: > 0 } value
            ? value
            : throw new ForgeException(HttpStatusCode.UnprocessableEntity, $"[{name}]: Required");
}
