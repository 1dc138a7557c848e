using LibGit2Sharp;

namespace GitOpsGuard.Reconciler.Tests.Git;

/// <summary>A repository that a test commits to.</summary>
internal sealed class Origin : IDisposable
{
    private static readonly DateTimeOffset Then = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly Repository _repository;

    public Origin(string path)
    {
        Repository.Init(path, isBare: true);
        _repository = new(path);
        _repository.Refs.UpdateTarget("HEAD", "refs/heads/main");
    }

    public string Path => _repository.Info.Path;

    /// <summary>Commits a tree of exactly these files; a content that begins with <c>-></c> is a symbolic link.</summary>
    /// <returns>The commit's id.</returns>
    public string Commit(string branch, params (string File, string Content)[] files)
    {
        var tree = new TreeDefinition();
        foreach (var (file, content) in files)
        {
            var link = content.StartsWith("->", StringComparison.Ordinal);
            using var bytes = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(link ? content[2..] : content));
            tree.Add(file, _repository.ObjectDatabase.CreateBlob(bytes), link ? Mode.SymbolicLink : Mode.NonExecutableFile);
        }

        var who = new Signature("Ada", "ada@example.com", Then);
        var parents = _repository.Branches[branch]?.Tip is { } tip ? new[] { tip } : [];
        var commit = _repository.ObjectDatabase.CreateCommit(who, who, "Change it\n\nBecause.", _repository.ObjectDatabase.CreateTree(tree), parents, false);
        _repository.Refs.Add($"refs/heads/{branch}", commit.Id, allowOverwrite: true);
        return commit.Sha;
    }

    public void Tag(string name, string sha) => _repository.Tags.Add(name, _repository.Lookup(sha), new("Ada", "ada@example.com", Then), "release");

    public void RemoveBranch(string name) => _repository.Refs.Remove($"refs/heads/{name}");

    public void Dispose() => _repository.Dispose();
}
