using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Git.Http;
using GitOpsGuard.Reconciler.Outcomes;
using LibGit2Sharp;

namespace GitOpsGuard.Reconciler.Git;

/// <summary>One bare clone with full history for each GitSource, under one directory. Nothing is ever checked out.</summary>
/// <param name="directory">Where the clones lie.</param>
/// <param name="allowLocal">Lets repositories on this machine pass.</param>
/// <param name="time">The clock of deadlines.</param>
internal sealed class GitMirrors(string directory, bool allowLocal, TimeProvider time)
{
    /// <summary>Most bytes that one fetch may receive.</summary>
    public const long FetchLimit = 1L << 30;

    private const string Remote = "origin";
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    /// <summary>Brings a source up to date: one request when nothing moved, one more when something did.</summary>
    public async Task<Outcome<GitCommit>> FetchAsync(
        string source, GitAddress address, GitTarget target, GitCredentials credentials, TimeSpan timeout, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        var gate = _gates.GetOrAdd(source, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(ct);
        try
        {
            return await OnOwnThread(() => Fetch(source, address, target, credentials, both.Token));
        }
        finally
        {
            gate.Release();
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The tree of a commit that was fetched before.</summary>
    /// <returns>The tree, to be disposed; null when this machine does not have the commit.</returns>
    public GitTree? Open(string source, string sha)
    {
        foreach (var clone in Clones(source))
        {
            if (OpenOrNull(clone) is not { } repository) continue;
            if (repository.Lookup<Commit>(sha) is { } commit) return new GitTree(repository, commit.Tree);
            repository.Dispose();
        }

        return null;
    }

    /// <summary>Forgets a source that is gone.</summary>
    public void Remove(string source)
    {
        var home = Home(source);
        if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
        _gates.TryRemove(source, out _);
    }

    private static Repository? OpenOrNull(string clone)
    {
        try
        {
            return new(clone);
        }
        catch (RepositoryNotFoundException)
        {
            // A fetch has just begun to make it, or has just removed it.
            return null;
        }
    }

    /// <summary>A fetch blocks its thread for as long as the server takes, so it has one that nobody else waits for.</summary>
    private static Task<T> OnOwnThread<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private Outcome<GitCommit> Fetch(string source, GitAddress address, GitTarget target, GitCredentials credentials, CancellationToken ct)
    {
        if (address.IsFile)
        {
            return Repository.IsValid(address.Url.LocalPath)
                ? Fetch(source, address, target, address.Url.LocalPath, static () => null)
                : GitFailures.NoDirectory(address.Url.LocalPath);
        }

        using var session = new GitHttpSession(address, credentials, FetchLimit, allowLocal, ct);
        var url = GitHttpTransport.Open(session);
        try
        {
            return Fetch(source, address, target, url, () => session.Failure);
        }
        finally
        {
            GitHttpTransport.Close(url);
        }
    }

    private Outcome<GitCommit> Fetch(string source, GitAddress address, GitTarget target, string remote, Func<Failure?> failure)
    {
        try
        {
            var clone = Path.Combine(Home(source), Digest(address.Url.AbsoluteUri));
            using var repository = Create(clone);
            var commit = Update(repository, target, remote);
            if (commit.Failure is null) RemoveOthers(source, clone);
            return commit;
        }
        catch (LibGit2SharpException e)
        {
            return Outcome(failure(), e);
        }
    }

    private static Outcome<GitCommit> Outcome(Failure? failure, LibGit2SharpException error) =>
        failure ?? new Failure.Retryable(Reasons.GitOperationFailed, $"the repository could not be read: {error.Message}");

    private static Outcome<GitCommit> Update(Repository repository, GitTarget target, string remote)
    {
        var advertised = repository.Network.ListReferences(remote).ToDictionary(r => r.CanonicalName, r => r.TargetIdentifier, StringComparer.Ordinal);
        var (name, refspec) = target switch
        {
            GitTarget.Branch(var branch) => (branch, $"refs/heads/{branch}"),
            GitTarget.Tag(var tag) => (tag, $"refs/tags/{tag}"),
            GitTarget.Commit => ("", "refs/heads/*"),
            _ => throw new ArgumentOutOfRangeException(nameof(target)),
        };
        var wanted = target is GitTarget.Commit(var sha) ? sha : advertised.GetValueOrDefault(refspec);
        if (wanted is null) return GitFailures.NoReference(target);
        if (repository.Lookup(wanted) is null)
        {
            var options = new FetchOptions { TagFetchMode = TagFetchMode.None, Prune = false };
            if (repository.Network.Remotes[Remote] is null) repository.Network.Remotes.Add(Remote, remote);
            else repository.Network.Remotes.Update(Remote, r => r.Url = remote);
            repository.Network.Fetch(Remote, [$"+{refspec}:{refspec.Replace("refs/", "refs/gitopsguard/", StringComparison.Ordinal)}"], options);
        }

        return repository.Lookup(wanted)?.Peel<Commit>() is { } commit
            ? new GitCommit(name, commit.Sha, commit.Author.Name, commit.MessageShort, commit.Committer.When)
            : GitFailures.NoReference(target);
    }

    private static Repository Create(string clone)
    {
        if (!Repository.IsValid(clone))
        {
            if (Directory.Exists(clone)) Directory.Delete(clone, recursive: true);
            Repository.Init(Directory.CreateDirectory(clone).FullName, isBare: true);
        }

        return new Repository(clone);
    }

    /// <summary>Drops what was cloned from an earlier address; until a new one has answered, syncs still read the old.</summary>
    private void RemoveOthers(string source, string clone)
    {
        foreach (var other in Clones(source).Where(c => c != clone)) Directory.Delete(other, recursive: true);
    }

    private string[] Clones(string source) => Directory.Exists(Home(source)) ? Directory.GetDirectories(Home(source)) : [];

    private string Home(string source) => Path.Combine(directory, "sources", Digest(source));

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
