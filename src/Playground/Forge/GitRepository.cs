using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Forge;

/// <summary>A bare repository on disk, read and merged by the real git.</summary>
internal sealed class GitRepository(string folder, IReadOnlyDictionary<string, string> environment)
{
    public string Folder { get; } = folder;

    /// <summary>The commit a branch points at, or null when there is no such branch.</summary>
    public async Task<string?> FindBranchAsync(string branch, CancellationToken cancellationToken)
    {
        var result = await GitAsync(cancellationToken, "rev-parse", "--verify", "--quiet", $"refs/heads/{branch}^{{commit}}");
        return result.Succeeded ? result.Output.Trim() : null;
    }

    public async Task<string> DefaultBranchAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken, "symbolic-ref", "--short", "HEAD")).Trim();

    /// <summary>The newest commit that both have, or null when they share none.</summary>
    public async Task<string?> MergeBaseAsync(string one, string other, CancellationToken cancellationToken)
    {
        var result = await GitAsync(cancellationToken, "merge-base", one, other);
        return result.Succeeded ? result.Output.Trim() : null;
    }

    /// <summary>What <paramref name="head"/> changed since it left <paramref name="base"/>, as a unified diff.</summary>
    public Task<string> DiffAsync(string @base, string head, CancellationToken cancellationToken) =>
        ReadAsync(cancellationToken, "diff", "--no-color", "--no-ext-diff", $"{@base}...{head}");

    /// <summary>The tree of both merged, or null when they conflict.</summary>
    public async Task<string?> MergeTreeAsync(string @base, string head, CancellationToken cancellationToken)
    {
        var result = await GitAsync(cancellationToken, "merge-tree", "--write-tree", @base, head);
        return result.ExitCode switch
        {
            0 => result.Output.Trim(),
            1 => null,
            _ => throw new PlaygroundException($"git merge-tree failed: {result.Text}"),
        };
    }

    /// <summary>Writes a commit by <paramref name="author"/> and returns its id; no branch moves.</summary>
    public async Task<string> CommitTreeAsync(
        string tree, IEnumerable<string> parents, string message, ForgeUser author, CancellationToken cancellationToken)
    {
        var identity = new Dictionary<string, string>(environment, StringComparer.Ordinal)
        {
            ["GIT_AUTHOR_NAME"] = author.FullName,
            ["GIT_AUTHOR_EMAIL"] = author.Email,
            ["GIT_COMMITTER_NAME"] = author.FullName,
            ["GIT_COMMITTER_EMAIL"] = author.Email,
        };
        string[] arguments =
            ["-C", Folder, "commit-tree", tree, .. parents.SelectMany(parent => new[] { "-p", parent }), "-F", "-"];
        var output = await Command.ReadAsync(new ProcessSpec("git", arguments, identity), cancellationToken, message);
        return output.Trim();
    }

    /// <summary>Moves a branch, unless it no longer is where it was; returns whether it moved.</summary>
    public async Task<bool> MoveBranchAsync(
        string branch, string from, string to, CancellationToken cancellationToken) =>
        (await GitAsync(cancellationToken, "update-ref", $"refs/heads/{branch}", to, from)).Succeeded;

    public Task DeleteBranchAsync(string branch, CancellationToken cancellationToken) =>
        GitAsync(cancellationToken, "update-ref", "-d", $"refs/heads/{branch}");

    private Task<CommandResult> GitAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Command.RunAsync(new ProcessSpec("git", ["-C", Folder, .. arguments], environment), cancellationToken);

    private Task<string> ReadAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Command.ReadAsync(new ProcessSpec("git", ["-C", Folder, .. arguments], environment), cancellationToken);
}
