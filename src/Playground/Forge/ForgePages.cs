namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// The forge's pages: repositories with their pull requests, and one page per pull request with its diff and a Merge
/// button. Whoever opens a page acts as the maintainer. The button's form carries a value that only a page of this
/// forge, shown to the same browser, can know: another site cannot merge in the visitor's name.
/// </summary>
internal sealed class ForgePages(ForgeDirectory directory, GiteaDocument document, ForgeUser maintainer)
{
    private const string SessionCookie = "forge_session";
    private const string FormToken = "csrf_token";
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => IndexAsync(context));
        routes.MapGet("/{owner}/{repo}", context => RepositoryAsync(context));
        routes.MapGet("/{owner}/{repo}/pulls", context => RepositoryAsync(context));
        routes.MapGet("/{owner}/{repo}/pulls/{index:int}", context => PullRequestAsync(context));
        routes.MapGet("/{owner}/{repo}/pulls/{index:int}.diff", context => directory.WriteDiffAsync(context, maintainer));
        routes.MapPost("/{owner}/{repo}/pulls/{index:int}/merge", context => MergeAsync(context));
    }

    /// <summary>An error as a page.</summary>
    public static Task WriteErrorAsync(HttpContext context, ForgeException error)
    {
        context.Response.StatusCode = (int)error.Code;
        return PageHtml.WriteAsync(context, "Error", $"<p class=\"error\">{Encode(error.Message)}</p>");
    }

    private async Task IndexAsync(HttpContext context)
    {
        var html = new StringBuilder();
        foreach (var repository in directory.Repositories)
            html.Append(await SummaryAsync(repository, context.RequestAborted));
        await PageHtml.WriteAsync(context, "Repositories", html.ToString());
    }

    private async Task RepositoryAsync(HttpContext context)
    {
        var repository = directory.Repository(context, maintainer);
        await PageHtml.WriteAsync(
            context, repository.FullName, await SummaryAsync(repository, context.RequestAborted));
    }

    private async Task<string> SummaryAsync(ForgeRepository repository, CancellationToken cancellationToken)
    {
        var html = new StringBuilder()
            .Append($"<h2><a href=\"/{repository.FullName}\">{Encode(repository.FullName)}</a></h2>")
            .Append($"<p><code>git clone {Encode(document.CloneUrl(repository))}</code></p><ul>");
        var pulls = await repository.ListAsync(cancellationToken);
        foreach (var pull in pulls)
        {
            html.Append($"<li>{State(pull)} <a href=\"/{repository.FullName}/pulls/{pull.Number}\">")
                .Append($"#{pull.Number} {Encode(pull.Title)}</a> by {Encode(pull.Author.Login)}</li>");
        }

        return html.Append(pulls.Count == 0 ? "<li>No pull request yet.</li></ul>" : "</ul>").ToString();
    }

    private async Task PullRequestAsync(HttpContext context)
    {
        var (repository, pull) = await directory.PullRequestAsync(context, maintainer);
        var diff = await repository.Git.DiffAsync(pull.BaseCommit, pull.HeadCommit, context.RequestAborted);
        var (added, removed) = DiffHtml.Count(diff);
        var html = new StringBuilder()
            .Append($"<p>{State(pull)} <b>{Encode(pull.Author.Login)}</b> wants to merge ")
            .Append($"<code>{Encode(pull.Head)}</code> into <code>{Encode(pull.Base)}</code> of ")
            .Append($"<a href=\"/{repository.FullName}\">{Encode(repository.FullName)}</a></p>")
            .Append($"<pre class=\"body\">{Encode(pull.Body)}</pre>")
            .Append($"<p><span class=\"add\">+{added}</span> <span class=\"del\">-{removed}</span></p>")
            .Append(DiffHtml.Render(diff))
            .Append(pull.IsMerged ? Merged(pull) : MergeForm(context, repository, pull));
        await PageHtml.WriteAsync(context, $"#{pull.Number} {pull.Title}", html.ToString());
    }

    private async Task MergeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var session = context.Request.Cookies[SessionCookie];
        if (session is null || !IsTokenOf(session, form[FormToken].ToString()))
            throw new ForgeException(HttpStatusCode.Forbidden, "Open the pull request's page and use its Merge button.");

        var (repository, pull) = await directory.PullRequestAsync(context, maintainer);
        await repository.MergeAsync(
            pull.Number, new MergeRequest(MergeStyle.Merge), maintainer, context.RequestAborted);
        context.Response.Redirect($"/{repository.FullName}/pulls/{pull.Number}");
    }

    private string MergeForm(HttpContext context, ForgeRepository repository, PullRequest pull)
    {
        var session = context.Request.Cookies[SessionCookie];
        if (session is null)
        {
            session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            context.Response.Cookies.Append(
                SessionCookie, session, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict });
        }

        return $"<form method=\"post\" action=\"/{repository.FullName}/pulls/{pull.Number}/merge\">"
            + $"<input type=\"hidden\" name=\"{FormToken}\" value=\"{TokenOf(session)}\">"
            + $"<button id=\"merge\" type=\"submit\">Merge</button> as {Encode(maintainer.Login)}</form>";
    }

    private string TokenOf(string session) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(session)));

    private bool IsTokenOf(string session, string token) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(TokenOf(session)), Encoding.UTF8.GetBytes(token));

    private static string Merged(PullRequest pull) =>
        $"<p id=\"merged\">Merged by {Encode(pull.MergedBy!.Login)} as <code>{pull.MergeCommit}</code>.</p>";

    private static string State(PullRequest pull) =>
        pull.IsMerged ? "<span class=\"state merged\">merged</span>" : "<span class=\"state open\">open</span>";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
