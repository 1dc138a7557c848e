namespace GitOpsGuard.Playground.Story;

/// <summary>The repository that the story is told with: a bare copy at the playground's forge.</summary>
/// <param name="Slug">Its name at the forge, which Kubernetes objects may have too.</param>
/// <param name="CloneUrl">Where it is cloned from.</param>
/// <param name="Branch">The branch that is synced.</param>
/// <param name="Path">The folder with manifests.</param>
internal sealed partial record DemoRepository(ForgeRepository Hosted, string Slug, string CloneUrl, string Branch, string Path)
{
    /// <summary>
    /// Copies a repository to the forge; the original is only read. Without <paramref name="location"/> it is the sample. Throws
    /// <see cref="PlaygroundException"/> when there is nothing to copy.
    /// </summary>
    public static async Task<DemoRepository> MirrorAsync(
        RunningPlayground playground, string? location, string? path, CancellationToken ct)
    {
        var sample = System.IO.Path.Combine(playground.Services.Paths.Root, "samples", "shop");
        var name = Named(location ?? sample);
        var folder = playground.Forge.Directory.FolderOf("team", name);
        await (location is null
            ? ImportAsync(sample, folder, playground.Admin.Shell, ct)
            : CopyAsync(location, folder, playground.Services.Shell, ct));

        var hosted = playground.Forge.Directory.AddRepository("team", name);
        var branch = await hosted.Git.DefaultBranchAsync(ct);
        if (await hosted.Git.FindBranchAsync(branch, ct) is null)
            throw new PlaygroundException($"{location} has no commit on its branch {branch}.");
        var inside = path ?? (location is null ? "manifests" : ".");
        return new DemoRepository(hosted, name, playground.Forge.Document.CloneUrl(hosted), branch, inside);
    }

    /// <summary>A line of a file on the synced branch, or null when there is no such line.</summary>
    public async Task<string?> LineAsync(string file, int line, CancellationToken ct) =>
        (await Hosted.Git.FileAsync(Branch, file, ct))?.Split('\n').ElementAtOrDefault(line - 1);

    private static async Task ImportAsync(string sample, string folder, Shell shell, CancellationToken ct)
    {
        var index = $"{folder}.index";
        var inside = shell.With(("GIT_DIR", folder), ("GIT_WORK_TREE", sample), ("GIT_INDEX_FILE", index));
        await shell.ReadAsync(["git", "init", "--quiet", "--bare", "--initial-branch=main", folder], ct);
        await inside.ReadAsync(["git", "-C", sample, "add", "--all", "."], ct);
        await inside.ReadAsync(["git", "commit", "--quiet", "--message", "Add the shop"], ct);
        File.Delete(index);
    }

    private static async Task CopyAsync(string location, string folder, Shell shell, CancellationToken ct)
    {
        var source = Directory.Exists(location) ? System.IO.Path.GetFullPath(location) : location;
        var clone = await shell.RunAsync(["git", "clone", "--quiet", "--bare", "--no-hardlinks", source, folder], ct);
        if (!clone.Succeeded)
            throw new PlaygroundException($"--repo {Credentials().Replace(location, "")}: git cannot clone it. {clone.Text}");
        var head = await shell.RunAsync(["git", "-C", folder, "symbolic-ref", "--quiet", "HEAD"], ct);
        if (head.Succeeded) return;

        // A detached HEAD: its commit becomes a branch, so that there is something to merge into.
        await shell.ReadAsync(["git", "-C", folder, "branch", "--force", "main", "HEAD"], ct);
        await shell.ReadAsync(["git", "-C", folder, "symbolic-ref", "HEAD", "refs/heads/main"], ct);
    }

    /// <summary>The last part of a path or URL, as far as Kubernetes objects may be called so.</summary>
    private static string Named(string location)
    {
        if (Directory.Exists(location)) location = System.IO.Path.GetFullPath(location);
        var last = location.TrimEnd('/', '\\').Split('/', '\\', ':')[^1].ToLowerInvariant();
        var name = NotInNames().Replace(last.EndsWith(".git", StringComparison.Ordinal) ? last[..^4] : last, "-").Trim('-');
        return name.Length is > 0 and <= 40 ? name : "repository";
    }

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInNames();

    [GeneratedRegex("(?<=://)[^/@]*@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Credentials();
}
