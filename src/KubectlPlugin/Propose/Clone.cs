using System.Text;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>A bare copy of one commit in a temporary directory. It is gone when this is disposed.</summary>
internal sealed class Clone : IDisposable
{
    private readonly GitProcess _git;
    private readonly string _repository;

    private Clone(GitProcess git, string repository, string commit)
    {
        _git = git;
        _repository = repository;
        Commit = commit;
    }

    /// <summary>The tip of the fetched branch.</summary>
    public string Commit { get; }

    /// <summary>Fetches the tip of a branch.</summary>
    /// <param name="repository">Address of the repository.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="environment">Environment variables, and whether somebody can be asked for a password.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PluginException">The repository cannot be fetched.</exception>
    public static async Task<Clone> FetchAsync(string repository, string branch, PluginEnvironment environment, CancellationToken cancellationToken)
    {
        var git = new GitProcess(Directory.CreateTempSubdirectory("kubectl-gitops-").FullName, environment.Variable, environment.Answers is not null);
        try
        {
            await git.RunAsync(cancellationToken, "init", "--quiet", "--bare", ".");
            await git.RunAsync(cancellationToken, "fetch", "--quiet", "--depth=1", "--no-tags", "--", repository, $"refs/heads/{branch}");
            return new(git, repository, await git.RunAsync(cancellationToken, "rev-parse", "FETCH_HEAD"));
        }
        catch (PluginException e)
        {
            Delete(git.Directory);
            throw new PluginException($"branch {branch} of {repository} cannot be fetched: {e.Message}",
                $"Check that your own git reaches it: git ls-remote {repository} (where this machine uses another address, give it with --repository)", e);
        }
    }

    /// <summary>The files of the commit.</summary>
    public Task<CommitTree> TreeAsync(CancellationToken cancellationToken) => CommitTree.OpenAsync(_git, Commit, cancellationToken);

    /// <summary>Commits one changed or deleted file on top, as the user, signed where the user's git signs commits.</summary>
    /// <returns>The new commit.</returns>
    public async Task<string> CommitAsync(CommitTree tree, string file, ReadOnlyMemory<byte>? content, string message, CancellationToken cancellationToken)
    {
        var index = Path.Combine(_git.Directory, "edit.index");
        await _git.RunAsync(default, index, ["read-tree", Commit], cancellationToken);
        var entry = content is { } bytes
            ? $"{tree.ModeOf(file)} {Text(await _git.RunAsync(bytes, null, ["hash-object", "-w", "--stdin"], cancellationToken))}\t{file}\0"
            : $"0 {new string('0', 40)}\t{file}\0";
        await _git.RunAsync(Encoding.UTF8.GetBytes(entry), index, ["update-index", "-z", "--index-info"], cancellationToken);
        var written = Text(await _git.RunAsync(default, index, ["write-tree"], cancellationToken));
        var signs = await _git.RunAsync(cancellationToken, "config", "--type=bool", "--default=false", "--get", "commit.gpgsign") == "true";
        string[] sign = signs ? ["-S"] : [];
        return Text(await _git.RunAsync(Encoding.UTF8.GetBytes(message), null, ["commit-tree", written, "-p", Commit, .. sign, "-F", "-"], cancellationToken));
    }

    /// <summary>What a commit changes.</summary>
    public Task<string> DiffAsync(string commit, CancellationToken cancellationToken) =>
        _git.RunAsync(cancellationToken, "diff", "--no-color", "--no-ext-diff", "--no-textconv", Commit, commit);

    /// <summary>Pushes a commit to a branch that does not exist yet, or that holds the same files already.</summary>
    /// <returns>The commit at the branch's tip.</returns>
    /// <exception cref="PluginException">The branch holds something else, or the push was refused.</exception>
    public async Task<string> PushAsync(string commit, string branch, CancellationToken cancellationToken)
    {
        var reference = $"refs/heads/{branch}";
        var there = (await _git.RunAsync(cancellationToken, "ls-remote", "--", _repository, reference)).Split('\t')[0];
        if (there.Length > 0)
        {
            await _git.RunAsync(cancellationToken, "fetch", "--quiet", "--depth=1", "--no-tags", "--", _repository, reference);
            var same = await _git.RunAsync(cancellationToken, "rev-parse", "FETCH_HEAD^{tree}") == await _git.RunAsync(cancellationToken, "rev-parse", $"{commit}^{{tree}}");
            if (same) return there;
            throw new PluginException($"branch {branch} exists at {_repository} and holds another change",
                $"Delete it there, or choose another name with --branch: git push {_repository} --delete {branch}");
        }

        try
        {
            await _git.RunAsync(cancellationToken, "push", "--quiet", "--", _repository, $"{commit}:{reference}");
            return commit;
        }
        catch (PluginException e)
        {
            throw new PluginException($"branch {branch} cannot be pushed to {_repository}: {e.Message}",
                "You need the right to push branches there.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Delete(_git.Directory);

    private static string Text(byte[] output) => Encoding.UTF8.GetString(output).Trim();

    private static void Delete(string directory)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
            Directory.Delete(directory, recursive: true);
        }
        catch (IOException)
        {
            // A leftover in the temporary directory is no reason to fail.
        }
    }
}
