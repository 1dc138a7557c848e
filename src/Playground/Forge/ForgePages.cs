using Microsoft.AspNetCore.Antiforgery;

namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// The forge's pages: repositories with their pull requests, and one page per pull request with its diff and a Merge button.
/// Whoever opens a page acts as the maintainer; another site cannot merge in the visitor's name. Pages run no script and may be
/// shown in no frame.
/// </summary>
internal sealed class ForgePages(ForgeDirectory directory, GiteaDocument document, ForgeUser maintainer, IAntiforgery antiforgery)
{
    private const string Pull = "/{owner}/{repo}/pulls/{index:int}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context) => ListAsync(context, "Repositories", directory.Repositories));
        routes.MapGet("/{owner}/{repo}", RepositoryAsync);
        routes.MapGet("/{owner}/{repo}/pulls", RepositoryAsync);
        routes.MapGet(Pull, PullRequestAsync);
        routes.MapPost($"{Pull}/merge", MergeAsync);
    }

    /// <summary>An error as a page.</summary>
    public static Task WriteErrorAsync(HttpContext context, ForgeException error) =>
        WriteAsync(context, "Error", Template.Forge.Html("Error part", ("message", error.Message)));

    private static Task WriteAsync(HttpContext context, string title, string body)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
        var page = Template.Text("page.html", ("title", WebUtility.HtmlEncode(title)), ("bodyHtml", body));
        return context.Response.WriteAsync(page, context.RequestAborted);
    }

    private Task RepositoryAsync(string owner, string repo, HttpContext context) =>
        ListAsync(context, $"{owner}/{repo}", [directory.Repository(owner, repo, maintainer)]);

    private async Task ListAsync(HttpContext context, string title, IEnumerable<ForgeRepository> repositories)
    {
        var html = new StringBuilder();
        foreach (var repository in repositories)
        {
            var pulls = (await repository.ListAsync(context.RequestAborted)).Select(pull => Template.Forge.Html(
                "Pull request entry",
                ("state", State(pull)), ("path", $"/{repository.FullName}/pulls/{pull.Number}"), ("number", $"{pull.Number}"),
                ("title", pull.Title), ("author", pull.Author.Login)));
            html.Append(Template.Forge.Html(
                "Repository part",
                ("repository", repository.FullName), ("cloneUrl", document.CloneUrl(repository)),
                ("pullsHtml", string.Concat(pulls.DefaultIfEmpty("<li>No pull request yet.</li>")))));
        }

        await WriteAsync(context, title, html.ToString());
    }

    private async Task PullRequestAsync(string owner, string repo, int index, HttpContext context)
    {
        var repository = directory.Repository(owner, repo, maintainer);
        var pull = await repository.GetAsync(index, context.RequestAborted);
        var diff = await repository.Git.DiffAsync(pull, context.RequestAborted);
        var (added, removed) = Diff.Count(diff);
        await WriteAsync(context, $"#{pull.Number} {pull.Title}", Template.Forge.Html(
            "Pull request part",
            ("state", State(pull)), ("author", pull.Author.Login), ("head", pull.Head), ("base", pull.Base), ("body", pull.Body),
            ("repository", repository.FullName), ("added", $"{added}"), ("removed", $"{removed}"),
            ("diffHtml", Diff.ToHtml(diff)), ("mergeHtml", Merge(context, pull))));
    }

    private async Task<IResult> MergeAsync(string owner, string repo, int index, HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            throw new ForgeException(HttpStatusCode.Forbidden, "Open the pull request's page and use its Merge button.");
        await directory.Repository(owner, repo, maintainer).MergeAsync(index, maintainer, context.RequestAborted);
        return Results.Redirect($"/{owner}/{repo}/pulls/{index}");
    }

    private string Merge(HttpContext context, PullRequest pull)
    {
        if (pull.IsMerged) return Template.Forge.Html("Merged part", ("merger", pull.MergedBy!.Login), ("commit", pull.MergeCommit!));
        var tokens = antiforgery.GetAndStoreTokens(context);
        return Template.Forge.Html(
            "Merge part",
            ("path", $"{context.Request.Path}"), ("field", tokens.FormFieldName), ("token", tokens.RequestToken!),
            ("maintainer", maintainer.Login));
    }

    private static string State(PullRequest pull) => pull.IsMerged ? "merged" : "open";
}
