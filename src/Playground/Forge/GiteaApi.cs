namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// The part of Gitea's API that opens, reads and merges pull requests, with the paths and status codes of its OpenAPI document
/// (go-gitea/gitea, templates/swagger/v1_json.tmpl, Gitea 1.24).
/// </summary>
internal sealed class GiteaApi(ForgeDirectory directory, GiteaDocument document)
{
    private const string Pulls = "/repos/{owner}/{repo}/pulls";
    private const string Pull = $"{Pulls}/{{index:int}}";

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1");
        api.MapGet("/version", () => Template.Forge.Fill("Version"));
        api.MapGet("/repos/{owner}/{repo}", RepositoryAsync);
        api.MapGet(Pulls, ListAsync);
        api.MapPost(Pulls, CreateAsync);
        api.MapGet(Pull, GetAsync);
        api.MapPost($"{Pull}/merge", MergeAsync);
        api.MapFallback(_ => Task.FromException(new ForgeException(HttpStatusCode.NotFound, "not found")));
    }

    /// <summary>An error as Gitea shows it: a message and the address of the API's documentation.</summary>
    public static Task WriteErrorAsync(HttpContext context, ForgeException error) =>
        context.Response.WriteAsJsonAsync(Template.Forge.Fill("Error", ("message", error.Message)), context.RequestAborted);

    private Task<JsonObject> RepositoryAsync(string owner, string repo, HttpRequest request, CancellationToken ct)
    {
        var reader = directory.Authenticate(request);
        return document.RepositoryAsync(directory.Repository(owner, repo, reader), reader, ct);
    }

    private async Task<JsonArray> ListAsync(string owner, string repo, HttpRequest request, CancellationToken ct, string state = "open")
    {
        var repository = directory.Repository(owner, repo, directory.Authenticate(request));
        if (state is not ("open" or "closed" or "all"))
            throw new ForgeException(HttpStatusCode.BadRequest, "state must be open, closed or all");
        var pulls = (await repository.ListAsync(ct)).Where(pull => state == "all" || pull.IsMerged == (state == "closed"));
        return new JsonArray(await Task.WhenAll(pulls.Select(pull => document.PullRequestAsync(repository, pull, ct))));
    }

    private async Task<IResult> CreateAsync(string owner, string repo, HttpRequest request, CancellationToken ct)
    {
        var author = directory.Writer(request);
        var repository = directory.Repository(owner, repo, author);
        var body = await GiteaDocument.ReadAsync(request, "CreatePullRequestOption", "head", "title", "base");
        // "owner:branch" names a branch of a fork; the only one here is the repository itself.
        var head = body.Text("head")!.Split(':', 2)[^1];
        var pull = await repository.OpenAsync(body.Text("title")!, body.Text("body") ?? "", head, body.Text("base")!, author, ct);
        return Results.Json(await document.PullRequestAsync(repository, pull, ct), statusCode: StatusCodes.Status201Created);
    }

    private async Task<JsonObject> GetAsync(string owner, string repo, int index, HttpRequest request, CancellationToken ct)
    {
        var repository = directory.Repository(owner, repo, directory.Authenticate(request));
        return await document.PullRequestAsync(repository, await repository.GetAsync(index, ct), ct);
    }

    /// <summary>The definition MergePullRequestOption; 405 for a style that this forge does not offer.</summary>
    private async Task MergeAsync(string owner, string repo, int index, HttpRequest request, CancellationToken ct)
    {
        var user = directory.Writer(request);
        var repository = directory.Repository(owner, repo, user);
        var body = await GiteaDocument.ReadAsync(request, "MergePullRequestOption", "Do");
        var (style, known) = (body.Text("Do")!, Template.Forge.Texts("Merge styles").ToList());
        if (!known.Contains(style)) throw new ForgeException(HttpStatusCode.UnprocessableEntity, $"[Do]: In({string.Join(',', known)})");
        if (style != "merge") throw new ForgeException(HttpStatusCode.MethodNotAllowed, $"merge style {style} is not offered here");
        await repository.MergeAsync(index, user, ct, seen: body.Text("head_commit_id"));
    }
}
