namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// The forge's objects as Gitea's API shows them, and request bodies as its document defines them: see forge.yaml. Stricter than
/// Gitea itself, so that a client's mistake shows here.
/// </summary>
internal sealed class GiteaDocument(Func<Uri> address)
{
    public string PullRequestUrl(ForgeRepository repository, PullRequest pull) => $"{Root}/{repository.FullName}/pulls/{pull.Number}";

    public string CloneUrl(ForgeRepository repository) => $"{Root}/{repository.FullName}.git";

    private JsonObject User(ForgeUser user) => Template.Forge.Fill(
        "User", ("id", user.Id), ("login", user.Login), ("fullName", user.FullName), ("email", user.Email), ("root", Root));

    public async Task<JsonObject> RepositoryAsync(ForgeRepository repository, ForgeUser? reader, CancellationToken ct) =>
        Template.Forge.Fill(
        "Repository",
        ("id", repository.Id), ("owner", repository.Owner), ("name", repository.Name), ("fullName", repository.FullName),
        ("private", repository.IsPrivate), ("branch", await repository.Git.DefaultBranchAsync(ct)), ("push", reader is not null),
        ("root", Root));

    public async Task<JsonObject> PullRequestAsync(ForgeRepository repository, PullRequest pull, CancellationToken ct)
    {
        var git = repository.Git;
        var tip = await git.FindBranchAsync(pull.Base, ct) ?? pull.BaseCommit;
        return Template.Forge.Fill(
            "PullRequest",
            ("id", (repository.Id * 1000) + pull.Number), ("number", pull.Number), ("url", PullRequestUrl(repository, pull)),
            ("author", User(pull.Author)), ("title", pull.Title), ("body", pull.Body), ("state", pull.IsMerged ? "closed" : "open"),
            ("mergeable", !pull.IsMerged && await git.MergeTreeAsync(tip, pull.HeadCommit, ct) is not null),
            ("merged", pull.IsMerged), ("mergedAt", Time(pull.MergedAt)), ("mergeCommit", pull.MergeCommit),
            ("mergedBy", pull.MergedBy is null ? null : User(pull.MergedBy)),
            ("mergeBase", await git.MergeBaseAsync(tip, pull.HeadCommit, ct)),
            ("base", await BranchAsync(repository, pull.Base, tip, ct)),
            ("head", await BranchAsync(repository, pull.Head, pull.HeadCommit, ct)),
            ("createdAt", Time(pull.CreatedAt)), ("updatedAt", Time(pull.MergedAt ?? pull.CreatedAt)));
    }

    /// <summary>
    /// A request's body. 400 for a field that the definition does not have or a value of another type, 422 without a field that
    /// must be there.
    /// </summary>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, string definition, params string[] required)
    {
        if (!request.HasJsonContentType()) throw new ForgeException(HttpStatusCode.BadRequest, "the body must be application/json");
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        if (Trees.TryParse(content.ToArray) is not JsonObject body)
            throw new ForgeException(HttpStatusCode.BadRequest, "the body must be a JSON object");
        var fields = Template.Forge.Fill(definition);
        foreach (var (name, value) in body)
        {
            if (fields.Text(name) is not { } type)
                throw new ForgeException(HttpStatusCode.BadRequest, $"the field {name} is not in the document");
            if (value is not null && TypeOf(value) != type)
                throw new ForgeException(HttpStatusCode.BadRequest, $"the field {name} has the wrong type");
        }

        return required.FirstOrDefault(name => string.IsNullOrEmpty(body.Text(name))) is { } missing
            ? throw new ForgeException(HttpStatusCode.UnprocessableEntity, $"[{missing}]: Required")
            : body;
    }

    private string Root => address().GetLeftPart(UriPartial.Authority);

    private static string? Time(DateTimeOffset? time) => time is { } known ? Trees.Timestamp(known) : null;

    private static string TypeOf(JsonNode value) =>
        value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? "Boolean" : $"{value.GetValueKind()}";

    private async Task<JsonObject> BranchAsync(ForgeRepository repository, string branch, string commit, CancellationToken ct) =>
        Template.Forge.Fill(
            "PRBranchInfo",
            ("branch", branch), ("commit", commit), ("id", repository.Id),
            ("repository", await RepositoryAsync(repository, null, ct)));
}
