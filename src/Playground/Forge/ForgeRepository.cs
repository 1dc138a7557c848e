namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// One hosted repository with its pull requests. The requests live in memory, as long as the playground does.
/// </summary>
internal sealed class ForgeRepository(
    long id, string owner, string name, bool isPrivate, GitRepository git, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SortedDictionary<int, PullRequest> _pullRequests = [];

    public long Id { get; } = id;

    public string Owner { get; } = owner;

    public string Name { get; } = name;

    /// <summary>Whether reading needs a token as well.</summary>
    public bool IsPrivate { get; } = isPrivate;

    public string FullName => $"{Owner}/{Name}";

    public GitRepository Git { get; } = git;

    /// <summary>All pull requests, newest first, with the current tip of their branches.</summary>
    public async Task<IReadOnlyList<PullRequest>> ListAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var number in _pullRequests.Keys.ToList())
                _pullRequests[number] = await RefreshAsync(_pullRequests[number], cancellationToken);
            return [.. _pullRequests.Values.Reverse()];
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<PullRequest> GetAsync(int number, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(pull => pull.Number == number)
        ?? throw new ForgeException(HttpStatusCode.NotFound, $"pull request {FullName}#{number} does not exist");

    /// <summary>
    /// Opens a pull request. 404 when a branch does not exist, 409 when an open one has the same branches, 422 when
    /// there is nothing to merge.
    /// </summary>
    public async Task<PullRequest> OpenAsync(
        string title, string body, string head, string @base, ForgeUser author, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var headCommit = await BranchAsync("head", head, cancellationToken);
            var baseCommit = await BranchAsync("base", @base, cancellationToken);
            if (_pullRequests.Values.FirstOrDefault(pull => !pull.IsMerged && pull.Head == head && pull.Base == @base)
                is { } same)
            {
                throw new ForgeException(
                    HttpStatusCode.Conflict, $"pull request already exists for these targets [number: {same.Number}]");
            }

            if (await Git.MergeBaseAsync(baseCommit, headCommit, cancellationToken) is not { } mergeBase
                || mergeBase == headCommit)
            {
                throw new ForgeException(
                    HttpStatusCode.UnprocessableEntity, $"there are no changes between {@base} and {head}");
            }

            var pull = new PullRequest(
                _pullRequests.Count + 1, title, body, author, @base, head, baseCommit, headCommit, time.GetUtcNow());
            _pullRequests[pull.Number] = pull;
            return pull;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Merges a pull request as <paramref name="merge"/> asks. 404 when there is none, 405 when it is merged already
    /// or the style is not offered, 409 when the branches conflict or moved meanwhile.
    /// </summary>
    public async Task<PullRequest> MergeAsync(
        int number, MergeRequest merge, ForgeUser user, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_pullRequests.TryGetValue(number, out var known))
                throw new ForgeException(HttpStatusCode.NotFound, $"pull request {FullName}#{number} does not exist");

            var pull = await RefreshAsync(known, cancellationToken);
            if (pull.IsMerged)
                throw new ForgeException(HttpStatusCode.MethodNotAllowed, "pull request is already merged");
            if (merge.HeadCommit is { } expected && expected != pull.HeadCommit)
                throw new ForgeException(HttpStatusCode.Conflict, "head out of date");

            var commit = await CommitAsync(pull, merge, user, cancellationToken);
            var merged = pull with { MergeCommit = commit, MergedBy = user, MergedAt = time.GetUtcNow() };
            _pullRequests[number] = merged;
            if (merge.DeleteBranch)
                await Git.DeleteBranchAsync(pull.Head, cancellationToken);
            return merged;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<string> CommitAsync(
        PullRequest pull, MergeRequest merge, ForgeUser user, CancellationToken cancellationToken)
    {
        var tip = await BranchAsync("base", pull.Base, cancellationToken);
        var tree = await Git.MergeTreeAsync(tip, pull.HeadCommit, cancellationToken)
            ?? throw new ForgeException(HttpStatusCode.Conflict, $"{pull.Head} conflicts with {pull.Base}");

        var message = merge.Message(pull, this);
        string[] parents = merge.Style == MergeStyle.Squash ? [tip] : [tip, pull.HeadCommit];
        var commit = await Git.CommitTreeAsync(tree, parents, message, user, cancellationToken);
        if (!await Git.MoveBranchAsync(pull.Base, tip, commit, cancellationToken))
            throw new ForgeException(HttpStatusCode.Conflict, $"{pull.Base} moved while the request was merged");
        return commit;
    }

    private async Task<PullRequest> RefreshAsync(PullRequest pull, CancellationToken cancellationToken)
    {
        if (pull.IsMerged || await Git.FindBranchAsync(pull.Head, cancellationToken) is not { } head)
            return pull;
        return pull with { HeadCommit = head };
    }

    private async Task<string> BranchAsync(string role, string branch, CancellationToken cancellationToken) =>
        await Git.FindBranchAsync(branch, cancellationToken)
        ?? throw new ForgeException(HttpStatusCode.NotFound, $"{role} branch {branch} does not exist in {FullName}");
}
