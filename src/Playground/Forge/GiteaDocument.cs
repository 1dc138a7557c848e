namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// The forge's objects as Gitea's API shows them: the field names of the definitions User, Repository, PRBranchInfo
/// and PullRequest in Gitea's OpenAPI document (go-gitea/gitea, templates/swagger/v1_json.tmpl, Gitea 1.24), as far
/// as a client that opens and merges pull requests reads them.
/// </summary>
internal sealed class GiteaDocument(Func<Uri> address)
{
    public string PullRequestUrl(ForgeRepository repository, PullRequest pull) =>
        $"{Url(repository)}/pulls/{pull.Number}";

    public string CloneUrl(ForgeRepository repository) => $"{Url(repository)}.git";

    public JsonObject User(ForgeUser user) => new()
    {
        ["id"] = user.Id,
        ["login"] = user.Login,
        ["full_name"] = user.FullName,
        ["email"] = user.Email,
        ["username"] = user.Login,
        ["html_url"] = $"{Root}/{user.Login}",
    };

    public async Task<JsonObject> RepositoryAsync(
        ForgeRepository repository, ForgeUser? reader, CancellationToken cancellationToken) => new()
    {
        ["id"] = repository.Id,
        ["owner"] = new JsonObject { ["login"] = repository.Owner, ["username"] = repository.Owner },
        ["name"] = repository.Name,
        ["full_name"] = repository.FullName,
        ["private"] = repository.IsPrivate,
        ["fork"] = false,
        ["empty"] = false,
        ["archived"] = false,
        ["html_url"] = Url(repository),
        ["url"] = $"{Root}/api/v1/repos/{repository.FullName}",
        ["clone_url"] = CloneUrl(repository),
        ["default_branch"] = await repository.Git.DefaultBranchAsync(cancellationToken),
        ["has_pull_requests"] = true,
        ["allow_merge_commits"] = true,
        ["allow_squash_merge"] = true,
        ["allow_rebase"] = false,
        ["allow_rebase_explicit"] = false,
        ["allow_fast_forward_only_merge"] = false,
        ["default_merge_style"] = "merge",
        ["permissions"] = new JsonObject { ["admin"] = false, ["push"] = reader is not null, ["pull"] = true },
    };

    public async Task<JsonObject> PullRequestAsync(
        ForgeRepository repository, PullRequest pull, CancellationToken cancellationToken)
    {
        var url = PullRequestUrl(repository, pull);
        var tip = await repository.Git.FindBranchAsync(pull.Base, cancellationToken) ?? pull.BaseCommit;
        var mergeable = !pull.IsMerged
            && await repository.Git.MergeTreeAsync(tip, pull.HeadCommit, cancellationToken) is not null;
        var updated = pull.MergedAt ?? pull.CreatedAt;
        return new JsonObject
        {
            ["id"] = repository.Id * 1000 + pull.Number,
            ["number"] = pull.Number,
            ["url"] = url,
            ["html_url"] = url,
            ["diff_url"] = $"{url}.diff",
            ["patch_url"] = $"{url}.patch",
            ["user"] = User(pull.Author),
            ["title"] = pull.Title,
            ["body"] = pull.Body,
            ["labels"] = new JsonArray(),
            ["state"] = pull.IsMerged ? "closed" : "open",
            ["draft"] = false,
            ["is_locked"] = false,
            ["comments"] = 0,
            ["mergeable"] = mergeable,
            ["merged"] = pull.IsMerged,
            ["merged_at"] = Time(pull.MergedAt),
            ["merge_commit_sha"] = pull.MergeCommit,
            ["merged_by"] = pull.MergedBy is { } merger ? User(merger) : null,
            ["base"] = await BranchAsync(repository, pull.Base, tip, cancellationToken),
            ["head"] = await BranchAsync(repository, pull.Head, pull.HeadCommit, cancellationToken),
            ["merge_base"] = await repository.Git.MergeBaseAsync(tip, pull.HeadCommit, cancellationToken),
            ["created_at"] = Time(pull.CreatedAt),
            ["updated_at"] = Time(updated),
            ["closed_at"] = Time(pull.MergedAt),
        };
    }

    private string Root => address().GetLeftPart(UriPartial.Authority);

    private string Url(ForgeRepository repository) => $"{Root}/{repository.FullName}";

    private async Task<JsonObject> BranchAsync(
        ForgeRepository repository, string branch, string commit, CancellationToken cancellationToken) => new()
    {
        ["label"] = branch,
        ["ref"] = branch,
        ["sha"] = commit,
        ["repo_id"] = repository.Id,
        ["repo"] = await RepositoryAsync(repository, null, cancellationToken),
    };

    private static string? Time(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
