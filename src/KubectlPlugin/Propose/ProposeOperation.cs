using GitOpsGuard.Forges;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>Turns a denied change into a pull request.</summary>
internal sealed record ProposeOperation(Scope Scope, string Id) : IOperation
{
    /// <summary>Branch to push; <c>gitops/ID</c> when null.</summary>
    public string? Branch { get; init; }

    /// <summary>Branch that the pull request is for; the GitSource's when null.</summary>
    public string? Base { get; init; }

    /// <summary>Title of commit and pull request; says what changes when null.</summary>
    public string? Title { get; init; }

    /// <summary>Address of the repository as this machine reaches it; the GitSource's when null.</summary>
    public string? Repository { get; init; }

    /// <summary>Whether to push without a question.</summary>
    public bool Yes { get; init; }

    /// <summary>Whether the result is for programs.</summary>
    public bool AsJson { get; init; }

    /// <inheritdoc/>
    public async Task RunAsync(PluginEnvironment environment, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        using var api = environment.Connect(Scope.Kubeconfig, Scope.Context);
        var requests = new ChangeRequests(api, environment.Time);
        var change = await requests.FindAsync(Id, Scope.Namespace, cancellationToken);
        var result = change.Status.PullRequest is { Length: > 0 } proposed
            ? new ProposeResult(change, proposed)
            : await ProposeAsync(environment, change, await SourceAddresses.ReadAsync(api, Checked(change), cancellationToken), output, error, cancellationToken);
        if (result is { PullRequest: { } url, Branch: not null } && await requests.NoteAsync(change, url, cancellationToken) is { } failed)
            await error.WriteLineAsync($"warning: {failed}");
        await WriteAsync(result, output);
    }

    private static FoundChange Checked(FoundChange change)
    {
        if (change.Spec.Object is { Kind: "Secret", ApiVersion: "v1" })
            throw new PluginException($"{change.Object} is a Secret; values of Secrets are never stored, so change request {change.Name} cannot be proposed", "Change it where your team keeps its secrets.");
        if (change.Spec.Source is null)
            throw new PluginException($"change request {change.Name} names no place in Git for {change.Object}", $"Ask who manages it: kubectl gitops explain {change.Spec.Object.Kind.ToLowerInvariant()}/{change.Spec.Object.Name}");
        if (change.Spec is { Operation: "CREATE" })
            throw new PluginException($"{change.Object} is declared in Git already, at {change.Spec.Source.File}:{change.Spec.Source.Line}; its GitSync will create it", $"See why it has not yet: kubectl describe gitsync {change.Spec.Source.SyncName} -n {change.Spec.Source.SyncNamespace}");
        if (change.Spec is { Operation: not "DELETE", Changes.Count: 0 })
            throw new PluginException($"change request {change.Name} holds no change of {change.Object} (it was too large or must not be stored)", $"Edit {change.Spec.Source.File} by hand.");
        return change;
    }

    private async Task<ProposeResult> ProposeAsync(
        PluginEnvironment environment, FoundChange change, SourceAddresses source, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var repository = Repository ?? source.Url;
        var into = Base ?? source.Branch ?? throw new PluginException(
            $"GitSource {source.Name} follows no branch", $"Name the branch that the pull request is for: kubectl gitops propose {Id} --base main");
        using var clone = await Clone.FetchAsync(repository, into, environment, cancellationToken);
        using var tree = await clone.TreeAsync(cancellationToken);
        var display = $"{change.Spec.Source!.Repository}@{clone.Commit[..7]}";
        var edit = Proposal.Make(tree, new(display, source.Path, source.TargetNamespace, source.SyncNamespace), change.Spec);
        var title = Title is { Length: > 0 } own ? own.ReplaceLineEndings(" ") : ProposalText.Title(change);
        var commit = await clone.CommitAsync(tree, edit.File, edit.Content, ProposalText.Commit(change, title), cancellationToken);
        var diff = await clone.DiffAsync(commit, cancellationToken);
        if (!AsJson) await ShowAsync(change, edit, display, diff, output);
        await AskAsync(environment, error, cancellationToken);
        var branch = Branch ?? $"gitops/{change.Name}";
        commit = await clone.PushAsync(commit, branch, cancellationToken);
        var result = new ProposeResult(change, null) { File = edit.File, Branch = branch, Commit = commit, Diff = diff, Notes = edit.Notes };
        return await OpenAsync(environment, result, source, repository, new(title, ProposalText.Body(change, edit), branch, into), cancellationToken);
    }

    private static async Task ShowAsync(FoundChange change, ProposedEdit edit, string display, string diff, TextWriter output)
    {
        await output.WriteLineAsync(change.Object);
        foreach (var line in ProposalText.Changes(change.Spec)) await output.WriteLineAsync($"  change     {line}");
        await output.WriteLineAsync($"  declared   {edit.Origin}  {display}");
        foreach (var note in edit.Notes) await output.WriteLineAsync($"  note       {note}");
        await output.WriteLineAsync($"\n{diff}\n");
    }

    private async Task AskAsync(PluginEnvironment environment, TextWriter error, CancellationToken cancellationToken)
    {
        if (Yes || AsJson || environment.Answers is not { } answers) return;
        await error.WriteAsync("Push this and open a pull request? [Y/n] ");
        var answer = (await answers.ReadLineAsync(cancellationToken))?.Trim();
        if (answer is null || (answer.Length > 0 && !answer.StartsWith("y", StringComparison.OrdinalIgnoreCase)))
            throw new PluginException("nothing was pushed", $"Start again whenever you want: kubectl gitops propose {Id}");
    }

    private static async Task<ProposeResult> OpenAsync(
        PluginEnvironment environment, ProposeResult result, SourceAddresses source, string repository, PullRequestDraft draft, CancellationToken cancellationToken)
    {
        var address = await ForgeLocator.LocateAsync(environment.Http, repository, source.Forge?.Kind, source.Forge?.Url, cancellationToken);
        if (address is null)
        {
            return result with
            {
                Hint = $"no forge is known for {repository}: open the pull request from branch {draft.Head} by hand, and set spec.forge (kind and url) of GitSource {source.Name}",
            };
        }

        var page = NewPullRequestPage.Of(address, draft);
        try
        {
            if (ForgeTokens.For(address, repository, environment.Variable) is { } token && Forge.Open(environment.Http, address, token) is { } forge)
                return result with { PullRequest = (await forge.OpenAsync(draft, cancellationToken)).Url };
        }
        catch (ForgeException e)
        {
            throw new PluginException($"branch {draft.Head} is pushed, but {e.Message}", $"Open the pull request here: {page}", e);
        }

        var variable = ForgeTokens.VariableFor(address);
        return result with
        {
            Page = page,
            Hint = variable is null ? null : $"with {variable} set, the pull request is opened for you",
        };
    }

    private async Task WriteAsync(ProposeResult result, TextWriter output)
    {
        if (AsJson)
        {
            await Output.WriteJsonAsync(output, result.ToJson());
            return;
        }

        if (result is { PullRequest: { } url, Branch: null }) await output.WriteLineAsync($"{result.Change.Name} is proposed already.\nPull request: {url}");
        else if (result.PullRequest is { } opened) await output.WriteLineAsync($"Branch {result.Branch} is pushed.\nPull request: {opened}");
        else
        {
            await output.WriteLineAsync($"Branch {result.Branch} is pushed.");
            if (result.Page is { } page) await output.WriteLineAsync($"Open the pull request here:\n  {page}");
            if (result.Hint is { } hint) await output.WriteLineAsync($"({hint})");
        }
    }
}
