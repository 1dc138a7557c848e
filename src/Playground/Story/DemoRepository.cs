using GitOpsGuard.Playground.Forge;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Story;

/// <summary>The repository that the story is told with: a bare copy at the playground's forge.</summary>
/// <param name="Slug">A name for Kubernetes objects, made from the repository's.</param>
/// <param name="CloneUrl">Where it is cloned from.</param>
/// <param name="Branch">The branch that is synced.</param>
/// <param name="Path">The folder with manifests.</param>
internal sealed partial record DemoRepository(
    ForgeRepository Hosted, string Slug, string CloneUrl, string Branch, string Path)
{
    /// <summary>
    /// Copies a repository to the forge; the original is only read. Without <paramref name="location"/> it is the
    /// sample. Throws <see cref="PlaygroundException"/> when there is nothing to copy.
    /// </summary>
    public static async Task<DemoRepository> MirrorAsync(
        RunningPlayground playground, string? location, string? path, CancellationToken cancellationToken)
    {
        var sample = System.IO.Path.Combine(playground.Services.Paths.Root, "samples", "shop");
        var name = Name(location ?? sample);
        var directory = playground.Forge.Directory;
        var folder = directory.FolderOf("team", name);
        if (location is null)
            await ImportAsync(sample, folder, playground, cancellationToken);
        else
            await CopyAsync(location, folder, playground.Services, cancellationToken);

        var hosted = directory.AddRepository("team", name);
        var branch = await hosted.Git.DefaultBranchAsync(cancellationToken);
        if (await hosted.Git.FindBranchAsync(branch, cancellationToken) is null)
            throw new PlaygroundException($"{location} has no commit on its branch {branch}.");

        var inside = path ?? (location is null ? "manifests" : ".");
        return new DemoRepository(
            hosted, Slugged(name), playground.Forge.Document.CloneUrl(hosted), branch, inside);
    }

    /// <summary>A line of a file on the synced branch, or null when there is no such line.</summary>
    public async Task<string?> LineAsync(
        string file, int line, PlaygroundServices services, CancellationToken cancellationToken)
    {
        var shown = await Command.RunAsync(
            new ProcessSpec("git", ["-C", Hosted.Git.Folder, "show", $"refs/heads/{Branch}:{file}"], services.Environment),
            cancellationToken);
        return shown.Succeeded ? shown.Output.Split('\n').ElementAtOrDefault(line - 1) : null;
    }

    private static async Task ImportAsync(
        string sample, string folder, RunningPlayground playground, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(playground.Admin.Environment, StringComparer.Ordinal)
        {
            ["GIT_DIR"] = folder,
            ["GIT_WORK_TREE"] = sample,
            ["GIT_INDEX_FILE"] = $"{folder}.index",
        };
        await Command.ReadAsync(
            new ProcessSpec("git", ["init", "--quiet", "--bare", "--initial-branch=main", folder], playground.Services.Environment),
            cancellationToken);
        await GitAsync("add", "--all", ".");
        await GitAsync("commit", "--quiet", "--message", "Add the shop");
        File.Delete($"{folder}.index");

        Task<string> GitAsync(params string[] arguments) => Command.ReadAsync(
            new ProcessSpec("git", arguments, environment, sample), cancellationToken);
    }

    private static async Task CopyAsync(
        string location, string folder, PlaygroundServices services, CancellationToken cancellationToken)
    {
        var source = Directory.Exists(location) ? System.IO.Path.GetFullPath(location) : location;
        var clone = await Command.RunAsync(
            new ProcessSpec("git", ["clone", "--quiet", "--bare", "--no-hardlinks", source, folder], services.Environment),
            cancellationToken);
        if (!clone.Succeeded)
            throw new PlaygroundException($"--repo {Redacted(location)}: git cannot clone it. {clone.Text}");
        var head = await Command.RunAsync(
            new ProcessSpec("git", ["-C", folder, "symbolic-ref", "--quiet", "HEAD"], services.Environment),
            cancellationToken);
        if (head.Succeeded)
            return;

        // A detached HEAD: its commit becomes a branch, so that there is something to merge into.
        await Command.ReadAsync(
            new ProcessSpec("git", ["-C", folder, "branch", "--force", "main", "HEAD"], services.Environment),
            cancellationToken);
        await Command.ReadAsync(
            new ProcessSpec("git", ["-C", folder, "symbolic-ref", "HEAD", "refs/heads/main"], services.Environment),
            cancellationToken);
    }

    private static string Name(string location)
    {
        var trimmed = location.TrimEnd('/', '\\');
        var last = trimmed[(trimmed.LastIndexOfAny(['/', '\\', ':']) + 1)..];
        if (last is "." or ".." or "")
            last = System.IO.Path.GetFileName(System.IO.Path.GetFullPath(location));
        var name = NotInNames().Replace(last.EndsWith(".git", StringComparison.Ordinal) ? last[..^4] : last, "-").Trim('-', '.');
        return name.Length is > 0 and <= 60 ? name : "repository";
    }

    private static string Slugged(string name)
    {
        var slug = NotInSlugs().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return slug.Length is > 0 and <= 40 ? slug : "repository";
    }

    /// <summary>A URL without its password.</summary>
    private static string Redacted(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0
            ? location.Replace($"{uri.UserInfo}@", "", StringComparison.Ordinal)
            : location;

    [GeneratedRegex("[^A-Za-z0-9._-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInNames();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInSlugs();
}
