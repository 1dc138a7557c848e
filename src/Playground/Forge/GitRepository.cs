namespace GitOpsGuard.Playground.Forge;

/// <summary>A bare repository on disk, read and merged by the real git.</summary>
internal sealed class GitRepository(string folder, Shell shell)
{
    /// <summary>The commit a branch points at, or null when there is no such branch.</summary>
    public Task<string?> FindBranchAsync(string branch, CancellationToken ct) =>
        TryAsync(ct, "rev-parse", "--verify", "--quiet", $"refs/heads/{branch}^{{commit}}");

    public async Task<string> DefaultBranchAsync(CancellationToken ct) => (await ReadAsync(ct, "symbolic-ref", "--short", "HEAD")).Trim();

    /// <summary>The text of a file on a branch, or null when there is no such file.</summary>
    public Task<string?> FileAsync(string branch, string file, CancellationToken ct) => TryAsync(ct, "show", $"refs/heads/{branch}:{file}");

    /// <summary>The newest commit that both have, or null when they share none.</summary>
    public Task<string?> MergeBaseAsync(string one, string other, CancellationToken ct) => TryAsync(ct, "merge-base", one, other);

    /// <summary>What a pull request changes, as a unified diff: its head, since it left the base.</summary>
    public Task<string> DiffAsync(PullRequest pull, CancellationToken ct) =>
        ReadAsync(ct, "diff", "--no-color", "--no-ext-diff", $"{pull.BaseCommit}...{pull.HeadCommit}");

    /// <summary>The tree of both merged, or null when they conflict.</summary>
    public async Task<string?> MergeTreeAsync(string @base, string head, CancellationToken ct)
    {
        var result = await GitAsync(ct, "merge-tree", "--write-tree", @base, head);
        return result.ExitCode == 1 ? null : result.Require().Output.Trim();
    }

    /// <summary>Writes a commit by <paramref name="author"/> and returns its id; no branch moves.</summary>
    public async Task<string> CommitTreeAsync(
        string tree, IEnumerable<string> parents, string message, ForgeUser author, CancellationToken ct)
    {
        var identity = shell.With(
            ("GIT_AUTHOR_NAME", author.FullName), ("GIT_AUTHOR_EMAIL", author.Email),
            ("GIT_COMMITTER_NAME", author.FullName), ("GIT_COMMITTER_EMAIL", author.Email));
        string[] words = ["git", "-C", folder, "commit-tree", tree, .. parents.SelectMany(parent => (string[])["-p", parent]), "-F", "-"];
        return (await identity.ReadAsync(words, ct, message)).Trim();
    }

    /// <summary>Moves a branch, unless it no longer is where it was; returns whether it moved.</summary>
    public async Task<bool> MoveBranchAsync(string branch, string from, string to, CancellationToken ct) =>
        (await GitAsync(ct, "update-ref", $"refs/heads/{branch}", to, from)).Succeeded;

    private async Task<string?> TryAsync(CancellationToken ct, params string[] arguments) =>
        await GitAsync(ct, arguments) is { Succeeded: true } result ? result.Output.TrimEnd() : null;

    private async Task<string> ReadAsync(CancellationToken ct, params string[] arguments) =>
        (await GitAsync(ct, arguments)).Require().Output;

    private Task<CommandResult> GitAsync(CancellationToken ct, params string[] arguments) =>
        shell.RunAsync(["git", "-C", folder, .. arguments], ct);
}
