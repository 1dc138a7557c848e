namespace GitOpsGuard.Playground.Forge;

/// <summary>Reads what an address of the forge names: <c>{owner}/{repo}</c> and <c>pulls/{index}</c>.</summary>
internal static class ForgeRoute
{
    public static ForgeRepository Repository(this ForgeDirectory directory, HttpContext context, ForgeUser? reader) =>
        directory.Repository(Value(context, "owner"), Value(context, "repo"), reader);

    public static int PullRequestNumber(this HttpContext context) =>
        int.Parse(Value(context, "index"), CultureInfo.InvariantCulture);

    public static async Task<(ForgeRepository Repository, PullRequest Pull)> PullRequestAsync(
        this ForgeDirectory directory, HttpContext context, ForgeUser? reader)
    {
        var repository = directory.Repository(context, reader);
        return (repository, await repository.GetAsync(context.PullRequestNumber(), context.RequestAborted));
    }

    /// <summary>Answers with the pull request's diff as text.</summary>
    public static async Task WriteDiffAsync(this ForgeDirectory directory, HttpContext context, ForgeUser? reader)
    {
        var (repository, pull) = await directory.PullRequestAsync(context, reader);
        var diff = await repository.Git.DiffAsync(pull.BaseCommit, pull.HeadCommit, context.RequestAborted);
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(diff, context.RequestAborted);
    }

    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
