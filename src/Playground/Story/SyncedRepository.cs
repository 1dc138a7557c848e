using GitOpsGuard.Core;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Story;

/// <summary>The story's GitSource and GitSync, and what they put into the cluster.</summary>
internal sealed class SyncedRepository(RunningPlayground playground, DemoRepository repository, Terminal terminal)
{
    /// <summary>The team's namespace, where both lie.</summary>
    public string Namespace => $"team-{repository.Slug}";

    public string Name => repository.Slug;

    /// <summary>Selects what the GitSync applied.</summary>
    public string Selector => $"{Names.SyncLabel}={Marker.LabelFor(Namespace, Name)}";

    /// <summary>Shows and applies the manifests, as a cluster admin who takes a team on board does.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await MustAsync(["kubectl", "create", "namespace", Namespace], cancellationToken);
        await ApplyAsync("sync.yaml", Manifest(Name, repository.Branch, repository.Path), cancellationToken);
    }

    /// <summary>A GitSource of a branch and a GitSync of a folder in it, under one name.</summary>
    public string Manifest(string name, string branch, string path) => $"""
        apiVersion: gitopsguard.dev/v1alpha1
        kind: GitSource
        metadata:
          name: {name}
          namespace: {Namespace}
        spec:
          url: {repository.CloneUrl}
          ref:
            branch: {Quoted(branch)}
          interval: 2s
          forge:
            kind: Gitea
            url: {repository.CloneUrl[..^".git".Length]}
        ---
        apiVersion: gitopsguard.dev/v1alpha1
        kind: GitSync
        metadata:
          name: {name}
          namespace: {Namespace}
        spec:
          sourceRef:
            name: {name}
          path: {Quoted(path)}
        """;

    public async Task ApplyAsync(string file, string manifest, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(playground.Admin.Home, file), manifest + "\n", cancellationToken);
        await terminal.SayAsync($"admin$ cat {file}");
        foreach (var line in manifest.Split('\n'))
            await terminal.SayAsync($"  {line}");
        await MustAsync(["kubectl", "apply", "-f", file], cancellationToken);
    }

    /// <summary>The newest commit of the synced branch.</summary>
    public async Task<string> TipAsync(CancellationToken cancellationToken) =>
        await repository.Hosted.Git.FindBranchAsync(repository.Branch, cancellationToken)
        ?? throw new StoryException($"the branch {repository.Branch} is gone");

    /// <summary>Waits until the GitSync is ready and has applied a commit.</summary>
    public async Task WaitForAsync(string commit, TimeSpan deadline, CancellationToken cancellationToken)
    {
        await terminal.SayAsync($"(waiting until {commit[..10]} is synced)");
        var last = "it has no status";
        try
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    var sync = await FindAsync(Name, cancellationToken);
                    last = Summary(sync);
                    if (IsStalledAt(sync, commit)) throw new StoryException($"{commit[..10]} cannot be synced");
                    return IsReady(sync)
                        && ((string?)sync?["status"]?["lastAppliedRevision"])?.Contains(commit, StringComparison.Ordinal) == true;
                },
                deadline,
                $"{commit[..10]} was not synced",
                playground.Services.Time,
                cancellationToken);
        }
        catch (StoryException error)
        {
            throw new StoryException($"{error.Message}: {last}");
        }
    }

    /// <summary>A GitSync of the team, or null.</summary>
    public async Task<JsonObject?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var result = await Terminal.QuietlyAsync(
            playground.Alice, ["kubectl", "-n", Namespace, "get", "gitsync", name, "-o", "json"], cancellationToken);
        return result.Succeeded ? JsonNode.Parse(result.Output)!.AsObject() : null;
    }

    public static bool IsReady(JsonObject? item) => (string?)Ready(item)?["status"] == "True";

    /// <summary>Whether the GitSync has tried the commit and waits for somebody to act.</summary>
    private static bool IsStalledAt(JsonObject? item, string commit) =>
        ((string?)item?["status"]?["lastAttemptedRevision"])?.Contains(commit, StringComparison.Ordinal) == true
        && (item!["status"]!["conditions"] as JsonArray ?? []).Any(condition =>
            (string?)condition?["type"] == "Stalled" && (string?)condition["status"] == "True");

    /// <summary>The condition Ready, or null.</summary>
    public static JsonObject? Ready(JsonObject? item) =>
        (item?["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(condition => (string?)condition["type"] == "Ready");

    /// <summary>Every live object that the GitSync applied.</summary>
    public async Task<IReadOnlyList<JsonObject>> ObjectsAsync(CancellationToken cancellationToken)
    {
        var kinds = await Terminal.QuietlyAsync(
            playground.Admin, ["kubectl", "api-resources", "--verbs=list,patch", "-o", "name"], cancellationToken);
        var names = string.Join(',', kinds.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var result = await Terminal.QuietlyAsync(
            playground.Admin,
            ["kubectl", "get", names, "-A", "-l", Selector, "-o", "json", "--show-managed-fields"],
            cancellationToken);
        if (!result.Succeeded)
            throw new StoryException($"the synced objects could not be listed: {result.Text}");
        return [.. JsonNode.Parse(result.Output)!["items"]!.AsArray().Select(item => item!.AsObject())];
    }

    private async Task<CommandResult> MustAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var result = await terminal.RunAsync(playground.Admin, words, cancellationToken);
        return result.Succeeded
            ? result
            : throw new StoryException($"`{string.Join(' ', words.Take(3))}` failed with exit code {result.ExitCode}");
    }

    private static string Summary(JsonObject? sync) => Ready(sync) is { } ready
        ? $"Ready is {ready["status"]}, {ready["reason"]}: {ready["message"]}"
        : "it has no condition Ready";

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
