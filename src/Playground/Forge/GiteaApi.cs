namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// The part of Gitea's API that opens, reads and merges pull requests, with the paths and status codes of its
/// OpenAPI document (go-gitea/gitea, templates/swagger/v1_json.tmpl, Gitea 1.24).
/// </summary>
internal sealed class GiteaApi(ForgeDirectory directory, GiteaDocument document)
{
    /// <summary>The version of Gitea whose document the forge follows.</summary>
    private const string Version = "1.24.0";

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1");
        api.MapGet("/version", () => Json(new JsonObject { ["version"] = Version }));
        api.MapGet("/user", context => CurrentUserAsync(context));
        api.MapGet("/repos/{owner}/{repo}", context => RepositoryAsync(context));
        api.MapGet("/repos/{owner}/{repo}/pulls", context => ListAsync(context));
        api.MapPost("/repos/{owner}/{repo}/pulls", context => CreateAsync(context));
        api.MapGet("/repos/{owner}/{repo}/pulls/{index:int}", context => GetAsync(context));
        api.MapGet("/repos/{owner}/{repo}/pulls/{index:int}.diff", context => directory.WriteDiffAsync(context, directory.Authenticate(context.Request)));
        api.MapGet("/repos/{owner}/{repo}/pulls/{index:int}/merge", context => IsMergedAsync(context));
        api.MapPost("/repos/{owner}/{repo}/pulls/{index:int}/merge", context => MergeAsync(context));
        api.MapFallback(_ => Task.FromException(new ForgeException(HttpStatusCode.NotFound, "not found")));
    }

    /// <summary>An error as Gitea shows it: a message and the address of the API's documentation.</summary>
    public static Task WriteErrorAsync(HttpContext context, ForgeException error)
    {
        context.Response.StatusCode = (int)error.Code;
        var body = new JsonObject { ["message"] = error.Message, ["url"] = "/api/swagger" };
        return WriteAsync(context, body);
    }

    private Task CurrentUserAsync(HttpContext context) => WriteAsync(context, document.User(Writer(context)));

    private async Task RepositoryAsync(HttpContext context)
    {
        var reader = directory.Authenticate(context.Request);
        await WriteAsync(
            context, await document.RepositoryAsync(directory.Repository(context, reader), reader, context.RequestAborted));
    }

    private async Task ListAsync(HttpContext context)
    {
        var repository = directory.Repository(context, directory.Authenticate(context.Request));
        var state = context.Request.Query["state"].FirstOrDefault() ?? "open";
        if (state is not ("open" or "closed" or "all"))
            throw new ForgeException(HttpStatusCode.BadRequest, "state must be open, closed or all");

        var list = new JsonArray();
        foreach (var pull in await repository.ListAsync(context.RequestAborted))
        {
            if (state == "all" || pull.IsMerged == (state == "closed"))
                list.Add((JsonNode)await document.PullRequestAsync(repository, pull, context.RequestAborted));
        }

        await WriteAsync(context, list);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var author = Writer(context);
        var repository = directory.Repository(context, author);
        var (title, body, head, @base) = await GiteaRequests.CreateAsync(context.Request);
        var pull = await repository.OpenAsync(title, body, head, @base, author, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await WriteAsync(context, await document.PullRequestAsync(repository, pull, context.RequestAborted));
    }

    private async Task GetAsync(HttpContext context)
    {
        var (repository, pull) = await directory.PullRequestAsync(context, directory.Authenticate(context.Request));
        await WriteAsync(context, await document.PullRequestAsync(repository, pull, context.RequestAborted));
    }

    private async Task IsMergedAsync(HttpContext context)
    {
        var (_, pull) = await directory.PullRequestAsync(context, directory.Authenticate(context.Request));
        context.Response.StatusCode = pull.IsMerged ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
    }

    private async Task MergeAsync(HttpContext context)
    {
        var user = Writer(context);
        var repository = directory.Repository(context, user);
        var request = await GiteaRequests.MergeAsync(context.Request);
        await repository.MergeAsync(context.PullRequestNumber(), request, user, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    private ForgeUser Writer(HttpContext context) =>
        directory.Authenticate(context.Request)
        ?? throw new ForgeException(HttpStatusCode.Unauthorized, "token is required");

    private static IResult Json(JsonNode body) => Results.Text(body.ToJsonString(), "application/json; charset=utf-8");

    private static Task WriteAsync(HttpContext context, JsonNode body)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
