namespace GitOpsGuard.Playground.Story;

/// <summary>
/// The whole loop, step by step, with the real kubectl. Objects, fields, lines and addresses come from what the programs print: the
/// story knows nothing of the repository it is told with.
/// </summary>
internal sealed partial class DemoStory(RunningPlayground playground, DemoRepository repository, Terminal terminal)
{
    private const string Bad = "bad-input";
    private const string BadText = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n\tcolour: blue\n";
    private readonly SyncedRepository _synced = new(playground, repository, terminal);

    /// <summary>A repository becomes a GitSource and a GitSync, and its objects appear in the cluster.</summary>
    public async Task SyncAsync(CancellationToken ct)
    {
        await HeadAsync("A repository is synced");
        await _synced.CreateAsync(ct);
        await MustAsync(playground.Alice, ct, "kubectl", "get", "gitsources,gitsyncs", "-n", _synced.Namespace);
        await MustAsync(
            playground.Alice, ct, "kubectl", "get", "deployments,statefulsets,services,configmaps", "-A", "-l", _synced.Selector);
    }

    /// <summary>The rest of the story. Throws <see cref="PlaygroundException"/> at the first step that does not hold.</summary>
    public async Task TellAsync(CancellationToken ct)
    {
        var edit = await ChooseAsync(ct);
        var denial = await DeniedAsync(edit, ct);
        var pull = await ProposeAsync(denial, ct);
        await MergeAsync(pull, edit, ct);
        await BadInputAsync(ct);
        await GuardDownAsync(edit, ct);
    }

    /// <summary>A change of a synced object that somebody might try.</summary>
    public async Task<ManagedEdit> ChooseAsync(CancellationToken ct) =>
        ManagedEdit.Choose(await _synced.ObjectsAsync(ct))
        ?? throw new PlaygroundException($"no object of {repository.CloneUrl} {repository.Path} has a field that the story can edit");

    private async Task<Denial> DeniedAsync(ManagedEdit edit, CancellationToken ct)
    {
        await HeadAsync("A direct change is denied, with an address");
        var result = await terminal.RunAsync(playground.Alice, ct, ["kubectl", .. edit.Scope, .. edit.Command]);
        Expect(!result.Succeeded, $"kubectl {edit.Command[0]} of {edit.Target} was allowed");
        var denial = Denial.Parse(result.Text)
            ?? throw new PlaygroundException("the denial names no file, line and change request");
        var line = await repository.LineAsync(denial.File, denial.Line, ct);
        Expect(line is not null, $"{denial.File}:{denial.Line} is not in the repository");
        await terminal.SayAsync($"  {denial.File}:{denial.Line} is:  {line!.Trim()}");
        return denial;
    }

    private async Task<PullRequest> ProposeAsync(Denial denial, CancellationToken ct)
    {
        await HeadAsync("The denied change becomes a pull request");
        var result = await MustAsync(playground.Alice, ct, "kubectl", "gitops", "propose", denial.ChangeRequest);
        var url = PullRequestUrl().Match(result.Output);
        Expect(url.Success, "propose printed no address of a pull request");
        var number = int.Parse(url.Groups["number"].Value, CultureInfo.InvariantCulture);
        var pull = await repository.Hosted.GetAsync(number, ct);

        // A field that Git does not declare yet is one added line; any other is one line changed.
        var (added, removed) = Diff.Count(await repository.Hosted.Git.DiffAsync(pull, ct));
        Expect(added == 1 && removed <= 1, $"the pull request changes {added} + {removed} lines instead of one");
        return pull;
    }

    private async Task MergeAsync(PullRequest pull, ManagedEdit edit, CancellationToken ct)
    {
        await HeadAsync("The merge is synced");
        await terminal.SayAsync($"admin presses Merge on {playground.Forge.Document.PullRequestUrl(repository.Hosted, pull)}");
        var merged = await repository.Hosted.MergeAsync(pull.Number, playground.Admin.Account, ct);
        await _synced.WaitForAsync(merged.MergeCommit!, ct);
        var live = await MustAsync(
            playground.Alice, ct, ["kubectl", .. edit.Scope, "get", edit.Target, "-o", $"jsonpath={edit.JsonPath}"]);
        Expect(live.Output == edit.Wanted, $"{edit.Target} has {live.Output} instead of {edit.Wanted}");
    }

    private async Task BadInputAsync(CancellationToken ct)
    {
        await HeadAsync("A bad file names itself and stops only its own GitSync");
        await PushBadInputAsync(ct);
        await _synced.ApplyAsync("bad.yaml", Bad, Bad, Bad, ct);
        const string Place = $"{Bad}/settings.yaml:6";
        await Eventually.HoldsAsync(
            async () => SyncedRepository.Ready(await _synced.FindAsync(Bad, ct)) is { } ready
                && ready.Text("status") == "False" && ready.Text("message")?.Contains(Place, StringComparison.Ordinal) == true,
            SyncedRepository.Deadline,
            () => $"no condition named {Place}", playground.Services.Time, ct);
        await MustAsync(playground.Alice, ct, "kubectl", "get", "gitsyncs", "-n", _synced.Namespace);
        Expect(SyncedRepository.IsReady(await _synced.FindAsync(_synced.Name, ct)), $"GitSync {_synced.Name} is no longer ready");
        await MustAsync(playground.Admin, ct, "kubectl", "delete", "-n", _synced.Namespace, $"gitsync/{Bad}", $"gitsource/{Bad}");
    }

    /// <summary>Commits a file that no YAML reader accepts on a branch of its own, in a clone of Alice's.</summary>
    private async Task PushBadInputAsync(CancellationToken ct)
    {
        var shell = playground.Alice.Shell;
        await shell.ReadAsync(["git", "clone", "--quiet", repository.CloneUrl, repository.Slug], ct);
        var clone = shell with { Folder = Path.Combine(playground.Alice.Home, repository.Slug) };
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(clone.Folder!, Bad)).FullName, "settings.yaml");
        await File.WriteAllTextAsync(file, BadText, ct);
        await clone.ReadAsync(["git", "switch", "--quiet", "--create", Bad], ct);
        await clone.ReadAsync(["git", "add", Bad], ct);
        await clone.ReadAsync(["git", "commit", "--quiet", "--message", "Indent with a tab"], ct);
        await clone.ReadAsync(["git", "push", "--quiet", "origin", Bad], ct);
        await terminal.SayAsync($"alice pushes {Bad}/settings.yaml, indented with a tab, on the branch {Bad}");
    }

    private async Task GuardDownAsync(ManagedEdit edit, CancellationToken ct)
    {
        await HeadAsync("With the guard down, managed objects stay as they are");
        await playground.Nodes.WhileDownAsync(
            "gitopsguard-webhook-",
            async () =>
            {
                await terminal.SayAsync("(the guard's process is killed)");
                var result = await terminal.RunAsync(playground.Alice, ct, ["kubectl", .. edit.Scope, "label", edit.Target, "story=down"]);
                Expect(!result.Succeeded, $"{edit.Target} could be changed while the guard was down");
            },
            ct);
        await terminal.SayAsync("(the node starts it again)");
        string[] label = ["kubectl", .. edit.Scope, "label", "--overwrite", edit.Target, "story=up"];
        await Eventually.HoldsAsync(
            async () => (await playground.Alice.Shell.RunAsync(label, ct)).Succeeded,
            SyncedRepository.Deadline,
            () => "the guard did not come back", playground.Services.Time, ct);
        await MustAsync(playground.Alice, ct, ["kubectl", .. edit.Scope, "label", edit.Target, "story-"]);
    }

    /// <summary>Begins a part of the story.</summary>
    private Task HeadAsync(string text) => terminal.SayAsync($"\n== {text}");

    private async Task<CommandResult> MustAsync(Person person, CancellationToken ct, params IReadOnlyList<string> words) =>
        (await terminal.RunAsync(person, ct, words)).Require();

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds) throw new PlaygroundException(otherwise);
    }

    [GeneratedRegex(@"https?://\S+/pulls/(?<number>\d+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PullRequestUrl();
}
