using GitOpsGuard.Core;

namespace GitOpsGuard.Playground.Story;

/// <summary>The story's GitSource and GitSync, and what they put into the cluster.</summary>
internal sealed class SyncedRepository(RunningPlayground playground, DemoRepository repository, Terminal terminal)
{
    /// <summary>How long a commit may take until it is synced.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    /// <summary>The team's namespace, where both lie.</summary>
    public string Namespace => $"team-{repository.Slug}";
    public string Name => repository.Slug;

    /// <summary>Selects what the GitSync applied.</summary>
    public string Selector => $"{Core.Names.SyncLabel}={Marker.LabelFor(Namespace, Name)}";

    /// <summary>What a cluster admin does who takes a team on board: a namespace, the two objects, and a look at the first sync.</summary>
    public async Task CreateAsync(CancellationToken ct)
    {
        (await terminal.RunAsync(playground.Admin, ct, "kubectl", "create", "namespace", Namespace)).Require();
        await ApplyAsync("sync.yaml", Name, repository.Branch, repository.Path, ct);
        await WaitForAsync(await repository.Hosted.Git.FindBranchAsync(repository.Branch, ct)
            ?? throw new PlaygroundException($"the branch {repository.Branch} is gone"), ct);
    }

    /// <summary>Shows and applies a GitSource of a branch and a GitSync of a folder in it, under one name.</summary>
    public async Task ApplyAsync(string file, string name, string branch, string path, CancellationToken ct)
    {
        var manifest = Template.Text(
            "sync.yaml",
            ("name", name), ("namespace", Namespace), ("url", repository.CloneUrl[..^".git".Length]),
            ("branch", JsonSerializer.Serialize(branch)), ("path", JsonSerializer.Serialize(path)));
        await File.WriteAllTextAsync(Path.Combine(playground.Admin.Home, file), manifest, ct);
        await terminal.SayAsync($"admin$ cat {file}");
        foreach (var line in manifest.TrimEnd().Split('\n')) await terminal.SayAsync($"  {line}");
        (await terminal.RunAsync(playground.Admin, ct, "kubectl", "apply", "-f", file)).Require();
    }

    /// <summary>Waits until the GitSync is ready and has applied a commit.</summary>
    public async Task WaitForAsync(string commit, CancellationToken ct)
    {
        await terminal.SayAsync($"(waiting until {commit[..10]} is synced)");
        JsonObject? sync = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                sync = await FindAsync(Name, ct);
                return IsStalledAt(sync, commit)
                    ? throw new PlaygroundException($"{commit[..10]} cannot be synced: {Summary(sync)}")
                    : IsReady(sync) && IsAt(sync, "lastAppliedRevision", commit);
            },
            Deadline,
            () => $"{commit[..10]} was not synced: {Summary(sync)}", playground.Services.Time, ct);
    }

    /// <summary>A GitSync of the team, or null.</summary>
    public async Task<JsonObject?> FindAsync(string name, CancellationToken ct)
    {
        var result = await playground.Alice.Shell.RunAsync(["kubectl", "-n", Namespace, "get", "gitsync", name, "-o", "json"], ct);
        return result.Succeeded ? JsonNode.Parse(result.Output)!.AsObject() : null;
    }

    public static bool IsReady(JsonObject? item) => Ready(item).Text("status") == "True";

    /// <summary>The condition Ready, or null.</summary>
    public static JsonNode? Ready(JsonObject? item) => Condition(item, "Ready");

    /// <summary>Every live object that the GitSync applied.</summary>
    public async Task<IReadOnlyList<JsonObject>> ObjectsAsync(CancellationToken ct)
    {
        var shell = playground.Admin.Shell;
        var kinds = await shell.ReadAsync(["kubectl", "api-resources", "--verbs=list,patch", "-o", "name"], ct);
        var listed = await shell.ReadAsync(
            ["kubectl", "get", kinds.Trim().Replace('\n', ','), "-A", "-l", Selector, "-o", "json", "--show-managed-fields"], ct);
        return [.. JsonNode.Parse(listed).Items("items").OfType<JsonObject>()];
    }

    private static JsonNode? Condition(JsonObject? item, string type) =>
        item.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    /// <summary>Whether the GitSync has tried the commit and waits for somebody to act.</summary>
    private static bool IsStalledAt(JsonObject? item, string commit) =>
        IsAt(item, "lastAttemptedRevision", commit) && Condition(item, "Stalled").Text("status") == "True";

    private static bool IsAt(JsonObject? item, string field, string commit) =>
        item.Text("status", field)?.Contains(commit, StringComparison.Ordinal) == true;

    private static string Summary(JsonObject? sync) => Ready(sync) is { } ready
        ? $"Ready is {ready["status"]}, {ready["reason"]}: {ready["message"]}"
        : "it has no condition Ready";
}
