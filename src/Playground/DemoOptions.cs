namespace GitOpsGuard.Playground;

/// <summary>How the demo is to run.</summary>
/// <param name="Keep">Whether it stays up after the first sync, until it is stopped, instead of telling the story.</param>
/// <param name="Repository">A repository by path or URL; the sample when null.</param>
/// <param name="Path">The folder with manifests in it; its root when null.</param>
internal sealed record DemoOptions(bool Keep, string? Repository, string? Path)
{
    /// <summary>What is wrong with the options, or null.</summary>
    public string? Problem() => this switch
    {
        { Path: not null, Repository: null } => "--path names a folder of a repository: give --repo as well.",
        { Repository: "" } => "--repo needs a path or URL of a Git repository.",
        { Repository: { } repository } when !IsUrl(repository) && !Directory.Exists(repository) =>
            $"--repo {repository}: there is no such folder. Name a Git repository by path or URL.",
        { Path: "" } => "--path needs a folder; '.' is the repository's root.",
        { Path: { } path } when System.IO.Path.IsPathRooted(path) || path.Split('/').Contains("..", StringComparer.Ordinal) =>
            $"--path {path} must be relative to the repository's root and stay in it.",
        _ => null,
    };

    /// <summary>Git's two forms of addresses: with a scheme, and host:path.</summary>
    private static bool IsUrl(string repository) =>
        repository.Contains("://", StringComparison.Ordinal)
        || repository.Split('/')[0].Contains(':', StringComparison.Ordinal);
}
