namespace GitOpsGuard.Playground.Forge;

/// <summary>One hosted repository with its pull requests. The requests live in memory, as long as the playground does.</summary>
internal sealed class ForgeRepository(
    long id, string owner, string name, bool isPrivate, GitRepository git, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SortedDictionary<int, PullRequest> _pulls = [];

    public long Id => id;
    public string Owner => owner;
    public string Name => name;

    /// <summary>Whether reading needs a token as well.</summary>
    public bool IsPrivate => isPrivate;
    public string FullName => $"{owner}/{name}";
    public GitRepository Git => git;

    /// <summary>All pull requests, newest first, with the current tip of their branches.</summary>
    public Task<IReadOnlyList<PullRequest>> ListAsync(CancellationToken ct) => InTurnAsync(
        async () =>
        {
            foreach (var number in _pulls.Keys.ToList()) await RefreshAsync(number, ct);
            return (IReadOnlyList<PullRequest>)[.. _pulls.Values.Reverse()];
        },
        ct);

    /// <summary>A pull request with the current tip of its branch; 404 when there is none.</summary>
    public Task<PullRequest> GetAsync(int number, CancellationToken ct) => InTurnAsync(() => RefreshAsync(number, ct), ct);

    /// <summary>
    /// Opens a pull request. 404 when a branch does not exist, 409 when an open one has the same branches, 422 when there is
    /// nothing to merge.
    /// </summary>
    public Task<PullRequest> OpenAsync(string title, string body, string head, string @base, ForgeUser author, CancellationToken ct) =>
        InTurnAsync(
            async () =>
            {
                var headCommit = await BranchAsync("head", head, ct);
                var baseCommit = await BranchAsync("base", @base, ct);
                if (_pulls.Values.FirstOrDefault(pull => !pull.IsMerged && pull.Head == head && pull.Base == @base) is { } same)
                    throw Conflict($"pull request already exists for these targets [number: {same.Number}]");
                if (await git.MergeBaseAsync(baseCommit, headCommit, ct) is not { } mergeBase || mergeBase == headCommit)
                    throw new ForgeException(HttpStatusCode.UnprocessableEntity, $"there are no changes between {@base} and {head}");
                var number = _pulls.Count + 1;
                return _pulls[number] =
                    new PullRequest(number, title, body, author, @base, head, baseCommit, headCommit, time.GetUtcNow());
            },
            ct);

    /// <summary>
    /// Merges a pull request by a commit with both branches as parents. 404 when there is none, 405 when it is merged already, 409
    /// when the branches conflict or moved meanwhile, from <paramref name="seen"/> too where that is given.
    /// </summary>
    public Task<PullRequest> MergeAsync(int number, ForgeUser user, CancellationToken ct, string? seen = null) => InTurnAsync(
        async () =>
        {
            var pull = await RefreshAsync(number, ct);
            if (pull.IsMerged) throw new ForgeException(HttpStatusCode.MethodNotAllowed, "pull request is already merged");
            if (seen is not null && seen != pull.HeadCommit) throw Conflict("head out of date");
            var commit = await CommitAsync(pull, user, ct);
            return _pulls[number] = pull with { MergeCommit = commit, MergedBy = user, MergedAt = time.GetUtcNow() };
        },
        ct);

    public void Dispose() => _turn.Dispose();

    private static ForgeException Conflict(string message) => new(HttpStatusCode.Conflict, message);

    private async Task<T> InTurnAsync<T>(Func<Task<T>> act, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<string> CommitAsync(PullRequest pull, ForgeUser user, CancellationToken ct)
    {
        var tip = await BranchAsync("base", pull.Base, ct);
        var tree = await git.MergeTreeAsync(tip, pull.HeadCommit, ct) ?? throw Conflict($"{pull.Head} conflicts with {pull.Base}");
        var message = $"Merge pull request '{pull.Title}' (#{pull.Number}) from {owner}/{pull.Head} into {pull.Base}\n";
        var commit = await git.CommitTreeAsync(tree, [tip, pull.HeadCommit], message, user, ct);
        return await git.MoveBranchAsync(pull.Base, tip, commit, ct)
            ? commit
            : throw Conflict($"{pull.Base} moved while the request was merged");
    }

    private async Task<PullRequest> RefreshAsync(int number, CancellationToken ct)
    {
        if (!_pulls.TryGetValue(number, out var pull))
            throw new ForgeException(HttpStatusCode.NotFound, $"pull request {FullName}#{number} does not exist");
        if (pull.IsMerged || await git.FindBranchAsync(pull.Head, ct) is not { } head) return pull;
        return _pulls[number] = pull with { HeadCommit = head };
    }

    private async Task<string> BranchAsync(string role, string branch, CancellationToken ct) =>
        await git.FindBranchAsync(branch, ct)
        ?? throw new ForgeException(HttpStatusCode.NotFound, $"{role} branch {branch} does not exist in {FullName}");
}
