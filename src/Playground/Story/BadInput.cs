using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Story;

/// <summary>
/// A branch with a file that no YAML reader accepts: its GitSync says which file and line, and the first GitSync
/// stays ready.
/// </summary>
internal sealed class BadInput(
    RunningPlayground playground, DemoRepository repository, SyncedRepository synced, Terminal terminal)
{
    private const string Branch = "bad-input";
    private const string Folder = "bad-input";
    private const string File = "settings.yaml";
    private const int Line = 6;

    private const string Text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n\tcolour: blue\n";

    public async Task RunAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        await PushAsync(cancellationToken);
        await synced.ApplyAsync("bad.yaml", synced.Manifest(Branch, Branch, Folder), cancellationToken);
        var place = $"{Folder}/{File}:{Line}";
        await Eventually.HoldsAsync(
            async () => Message(await synced.FindAsync(Branch, cancellationToken)).Contains(place, StringComparison.Ordinal),
            deadline,
            $"no condition named {place}",
            playground.Services.Time,
            cancellationToken);
        await terminal.RunAsync(
            playground.Alice, ["kubectl", "get", "gitsyncs", "-n", synced.Namespace], cancellationToken);
        if (!SyncedRepository.IsReady(await synced.FindAsync(synced.Name, cancellationToken)))
            throw new StoryException($"GitSync {synced.Name} is no longer ready");

        var deleted = await terminal.RunAsync(
            playground.Admin,
            ["kubectl", "delete", "-n", synced.Namespace, $"gitsync/{Branch}", $"gitsource/{Branch}"],
            cancellationToken);
        if (!deleted.Succeeded)
            throw new StoryException("the bad GitSync could not be deleted");
    }

    /// <summary>Commits the file on a branch of its own, in a clone of Alice's.</summary>
    private async Task PushAsync(CancellationToken cancellationToken)
    {
        var clone = Path.Combine(playground.Alice.Home, repository.Slug);
        await GitAsync("clone", "--quiet", repository.CloneUrl, clone);
        await GitAsync("-C", clone, "switch", "--quiet", "--create", Branch);
        Directory.CreateDirectory(Path.Combine(clone, Folder));
        await System.IO.File.WriteAllTextAsync(Path.Combine(clone, Folder, File), Text, cancellationToken);
        await GitAsync("-C", clone, "add", Folder);
        await GitAsync("-C", clone, "commit", "--quiet", "--message", "Indent with a tab");
        await GitAsync("-C", clone, "push", "--quiet", "origin", Branch);
        await terminal.SayAsync($"alice pushes {Folder}/{File}, indented with a tab, on the branch {Branch}");

        Task<string> GitAsync(params string[] arguments) => Command.ReadAsync(
            new ProcessSpec("git", arguments, playground.Alice.Environment, playground.Alice.Home), cancellationToken);
    }

    private static string Message(System.Text.Json.Nodes.JsonObject? sync) =>
        SyncedRepository.Ready(sync) is { } ready && (string?)ready["status"] == "False" ? (string?)ready["message"] ?? "" : "";
}
