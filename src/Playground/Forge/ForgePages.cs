using Microsoft.AspNetCore.Antiforgery;

namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// The forge's pages: repositories with their pull requests, and one page per pull request with its diff and a Merge
/// button. Whoever opens a page acts as the maintainer; another site cannot merge in the visitor's name. Pages run no script and
/// may be shown in no frame.
/// </summary>
internal sealed class ForgePages(ForgeDirectory directory, GiteaDocument document, ForgeUser maintainer, IAntiforgery antiforgery)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", IndexAsync);
        routes.MapGet("/{owner}/{repo}", RepositoryAsync);
        routes.MapGet("/{owner}/{repo}/pulls", RepositoryAsync);
        routes.MapGet("/{owner}/{repo}/pulls/{index:int}", PullRequestAsync);
        routes.MapGet("/{owner}/{repo}/pulls/{index:int}.diff", DiffAsync);
        routes.MapPost("/{owner}/{repo}/pulls/{index:int}/merge", MergeAsync);
    }

    /// <summary>An error as a page.</summary>
    public static Task WriteErrorAsync(HttpContext context, ForgeException error) =>
        WriteAsync(context, "Error", $"<p class=\"error\">{Encode(error.Message)}</p>");

    private static Task WriteAsync(HttpContext context, string title, string body)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
        return context.Response.WriteAsync(Template.Text("page.html", ("title", Encode(title)), ("body", body)), context.RequestAborted);
    }

    private async Task IndexAsync(HttpContext context)
    {
        var html = new StringBuilder();
        foreach (var repository in directory.Repositories) html.Append(await SummaryAsync(repository, context.RequestAborted));
        await WriteAsync(context, "Repositories", html.ToString());
    }

    private async Task RepositoryAsync(string owner, string repo, HttpContext context)
    {
        var repository = directory.Repository(owner, repo, maintainer);
        await WriteAsync(context, repository.FullName, await SummaryAsync(repository, context.RequestAborted));
    }

    private async Task<string> SummaryAsync(ForgeRepository repository, CancellationToken ct)
    {
        var pulls = (await repository.ListAsync(ct)).Select(pull =>
            $"""
            <li>{State(pull)} <a href="/{repository.FullName}/pulls/{pull.Number}">#{pull.Number} {Encode(pull.Title)}</a>
            by {Encode(pull.Author.Login)}</li>
            """);
        return $"""
            <h2><a href="/{repository.FullName}">{Encode(repository.FullName)}</a></h2>
            <p><code>git clone {Encode(document.CloneUrl(repository))}</code></p>
            <ul>{string.Concat(pulls.DefaultIfEmpty("<li>No pull request yet.</li>"))}</ul>
            """;
    }

    private async Task PullRequestAsync(string owner, string repo, int index, HttpContext context)
    {
        var repository = directory.Repository(owner, repo, maintainer);
        var pull = await repository.GetAsync(index, context.RequestAborted);
        var diff = await repository.Git.DiffAsync(pull, context.RequestAborted);
        var (added, removed) = Diff.Count(diff);
        await WriteAsync(context, $"#{pull.Number} {pull.Title}", $"""
            <p>{State(pull)} <b>{Encode(pull.Author.Login)}</b> wants to merge <code>{Encode(pull.Head)}</code>
            into <code>{Encode(pull.Base)}</code> of <a href="/{repository.FullName}">{Encode(repository.FullName)}</a></p>
            <pre class="body">{Encode(pull.Body)}</pre>
            <p><span class="add">+{added}</span> <span class="del">-{removed}</span></p>
            {Diff.ToHtml(diff)}
            {(pull.IsMerged ? Merged(pull) : MergeForm(context))}
            """);
    }

    private async Task<string> DiffAsync(string owner, string repo, int index, CancellationToken ct)
    {
        var repository = directory.Repository(owner, repo, maintainer);
        return await repository.Git.DiffAsync(await repository.GetAsync(index, ct), ct);
    }

    private async Task<IResult> MergeAsync(string owner, string repo, int index, HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            throw new ForgeException(HttpStatusCode.Forbidden, "Open the pull request's page and use its Merge button.");
        var repository = directory.Repository(owner, repo, maintainer);
        await repository.MergeAsync(index, new MergeRequest(), maintainer, context.RequestAborted);
        return Results.Redirect($"/{repository.FullName}/pulls/{index}");
    }

    private string MergeForm(HttpContext context)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return $"""
            <form method="post" action="{context.Request.Path}/merge">
            <input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">
            <button id="merge" type="submit">Merge</button> as {Encode(maintainer.Login)}</form>
            """;
    }

    private static string Merged(PullRequest pull) =>
        $"<p id=\"merged\">Merged by {Encode(pull.MergedBy!.Login)} as <code>{pull.MergeCommit}</code>.</p>";

    private static string State(PullRequest pull) =>
        pull.IsMerged ? "<span class=\"state merged\">merged</span>" : "<span class=\"state open\">open</span>";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
