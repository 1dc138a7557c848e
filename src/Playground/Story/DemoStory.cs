using System.Net.Http.Headers;
using GitOpsGuard.Core;
using GitOpsGuard.Playground.Forge;
using GitOpsGuard.Playground.Nodes;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Story;

/// <summary>
/// The whole loop, step by step, with the real kubectl. Objects, fields, lines and addresses come from what the
/// programs print: the story knows nothing of the repository it is told with.
/// </summary>
internal sealed partial class DemoStory(RunningPlayground playground, DemoRepository repository, Terminal terminal)
{
    private static readonly TimeSpan SyncDeadline = TimeSpan.FromSeconds(90);
    private readonly SyncedRepository _synced = new(playground, repository, terminal);

    /// <summary>A repository becomes a GitSource and a GitSync, and its objects appear in the cluster.</summary>
    public async Task SyncAsync(CancellationToken cancellationToken)
    {
        await terminal.HeadAsync("A repository is synced");
        await _synced.CreateAsync(cancellationToken);
        await _synced.WaitForAsync(await _synced.TipAsync(cancellationToken), SyncDeadline, cancellationToken);
        await RunAsync(playground.Alice, ["kubectl", "get", "gitsources,gitsyncs", "-n", _synced.Namespace], cancellationToken);
        await RunAsync(
            playground.Alice, ["kubectl", "get", "deployments,statefulsets,services,configmaps", "-A", "-l", _synced.Selector], cancellationToken);
    }

    /// <summary>The rest of the story. Throws <see cref="StoryException"/> at the first step that does not hold.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        var edit = await ChooseAsync(cancellationToken);
        var denial = await DeniedAsync(edit, cancellationToken);
        var pull = await ProposeAsync(denial, cancellationToken);
        await MergeAsync(pull, edit, cancellationToken);
        await BadInputAsync(cancellationToken);
        await GuardDownAsync(edit, cancellationToken);
    }

    /// <summary>A change of a synced object that somebody might try.</summary>
    public async Task<ManagedEdit> ChooseAsync(CancellationToken cancellationToken) =>
        ManagedEdit.Choose(await _synced.ObjectsAsync(cancellationToken))
        ?? throw new StoryException($"no object of {repository.CloneUrl} {repository.Path} has a field that the story can edit");

    private async Task<Denial> DeniedAsync(ManagedEdit edit, CancellationToken cancellationToken)
    {
        await terminal.HeadAsync("A direct change is denied, with an address");
        var result = await terminal.RunAsync(
            playground.Alice, ["kubectl", .. edit.Scope, .. edit.Command], cancellationToken);
        Expect(!result.Succeeded, $"kubectl {edit.Command[0]} of {edit.Target} was allowed");
        var denial = Denial.Parse(result.Text)
            ?? throw new StoryException("the denial names no file, line and change request");

        var line = await repository.LineAsync(denial.File, denial.Line, playground.Services, cancellationToken);
        Expect(line is not null, $"{denial.File}:{denial.Line} is not in the repository");
        await terminal.SayAsync($"  {denial.File}:{denial.Line} is:  {line!.Trim()}");
        return denial;
    }

    private async Task<PullRequest> ProposeAsync(Denial denial, CancellationToken cancellationToken)
    {
        await terminal.HeadAsync("The denied change becomes a pull request");
        var result = await RunAsync(
            playground.Alice, ["kubectl", "gitops", "propose", denial.ChangeRequest], cancellationToken);
        var url = PullRequestUrl().Match(result.Output);
        Expect(url.Success, "propose printed no address of a pull request");

        var number = int.Parse(url.Groups["number"].Value, CultureInfo.InvariantCulture);
        var pull = await repository.Hosted.GetAsync(number, cancellationToken);
        var diff = await ReadAsync(new Uri($"{url.Value}.diff"), cancellationToken);

        // A field that Git does not declare yet is one added line; any other is one line changed.
        var (added, removed) = DiffHtml.Count(diff);
        Expect(added == 1 && removed <= 1, $"the pull request changes {added} + {removed} lines instead of one");
        return pull;
    }

    private async Task MergeAsync(PullRequest pull, ManagedEdit edit, CancellationToken cancellationToken)
    {
        await terminal.HeadAsync("The merge is synced");
        await terminal.SayAsync($"admin presses Merge on {playground.Forge.Document.PullRequestUrl(repository.Hosted, pull)}");
        var path = $"/api/v1/repos/{repository.Hosted.FullName}/pulls/{pull.Number}/merge";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(playground.Forge.Address, path))
        {
            Content = new StringContent("""{"Do":"merge"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("token", playground.Admin.Account.Token);
        using var http = Http();
        using var response = await http.SendAsync(request, cancellationToken);
        Expect(response.IsSuccessStatusCode, $"the forge answered {(int)response.StatusCode} to the merge");

        var merged = await repository.Hosted.GetAsync(pull.Number, cancellationToken);
        await _synced.WaitForAsync(merged.MergeCommit!, SyncDeadline, cancellationToken);
        var live = await RunAsync(
            playground.Alice,
            ["kubectl", .. edit.Scope, "get", edit.Target, "-o", $"jsonpath={edit.JsonPath}"],
            cancellationToken);
        Expect(live.Output == edit.Wanted, $"{edit.Target} has {live.Output} instead of {edit.Wanted}");
    }

    private async Task BadInputAsync(CancellationToken cancellationToken)
    {
        await terminal.HeadAsync("A bad file names itself and stops only its own GitSync");
        var bad = new BadInput(playground, repository, _synced, terminal);
        await bad.RunAsync(SyncDeadline, cancellationToken);
    }

    private async Task GuardDownAsync(ManagedEdit edit, CancellationToken cancellationToken)
    {
        await terminal.HeadAsync("With the guard down, managed objects stay as they are");
        await using (await playground.Nodes.HoldDownAsync("gitopsguard-webhook-", cancellationToken))
        {
            await terminal.SayAsync("(the guard's process is killed)");
            var result = await terminal.RunAsync(
                playground.Alice, ["kubectl", .. edit.Scope, "label", edit.Target, "story=down"], cancellationToken);
            Expect(!result.Succeeded, $"{edit.Target} could be changed while the guard was down");
        }

        await terminal.SayAsync("(the node starts it again)");
        await Eventually.HoldsAsync(
            async () => (await Terminal.QuietlyAsync(
                playground.Alice, ["kubectl", .. edit.Scope, "label", "--overwrite", edit.Target, "story=up"], cancellationToken)).Succeeded,
            SyncDeadline,
            "the guard did not come back",
            playground.Services.Time,
            cancellationToken);
        await RunAsync(
            playground.Alice, ["kubectl", .. edit.Scope, "label", edit.Target, "story-"], cancellationToken);
    }

    private async Task<CommandResult> RunAsync(
        Person person, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var result = await terminal.RunAsync(person, words, cancellationToken);
        Expect(result.Succeeded, $"`{string.Join(' ', words.Take(3))}` failed with exit code {result.ExitCode}");
        return result;
    }

    private static async Task<string> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = Http();
        return await http.GetStringAsync(address, cancellationToken);
    }

    private static HttpClient Http() => new(new SocketsHttpHandler { UseProxy = false });

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
            throw new StoryException(otherwise);
    }

    [GeneratedRegex(@"https?://\S+/pulls/(?<number>\d+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PullRequestUrl();
}
