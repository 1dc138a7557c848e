using GitOpsGuard.Kubernetes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.Playground;

/// <summary>The command <c>playground demo</c>.</summary>
internal sealed class DemoCommand(TextWriter output, TextWriter errors, TimeProvider time)
{
    private const int Failed = 1;
    private const int WrongArguments = 2;
    private const int Interrupted = 130;

    /// <summary>
    /// Returns 0 only when every step held; 1 when one did not, 2 for wrong options, 130 when stopped before its end.
    /// </summary>
    public async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        if (options.Problem() is { } problem)
        {
            await errors.WriteLineAsync($"demo: {problem}");
            return WrongArguments;
        }

        var paths = new PlaygroundPaths(PlaygroundPaths.FindRoot(), "");
        paths = paths with { State = Path.Combine(paths.Root, ".playground") };
        try
        {
            return await RunAsync(options, paths, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await errors.WriteLineAsync("demo: stopped");
            return Interrupted;
        }
        catch (Exception error) when (error is PlaygroundException or StoryException or ApiException or IOException)
        {
            await errors.WriteLineAsync($"demo: failed: {error.Message}");
            await errors.WriteLineAsync($"Logs are in {Path.GetDirectoryName(paths.Log("any"))}.");
            return Failed;
        }
    }

    private async Task<int> RunAsync(DemoOptions options, PlaygroundPaths paths, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(output);
        await PlayAsync(options, paths, terminal, cancellationToken);
        if (options.Keep) return 0;
        await terminal.SayAsync("");
        await terminal.SayAsync("demo: passed");
        return 0;
    }

    /// <summary>Everything from the first process to the last, which has ended when this returns.</summary>
    private async Task PlayAsync(DemoOptions options, PlaygroundPaths paths, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var playground = await RunningPlayground.StartAsync(
            paths, ClusterChoice.FromEnvironment(), time, line => terminal.SayAsync($"playground: {line}"), cancellationToken);
        var repository = await DemoRepository.MirrorAsync(
            playground, options.Repository, options.Path, cancellationToken);
        var story = new DemoStory(playground, repository, terminal);
        await story.SyncAsync(cancellationToken);
        if (options.Keep) await StayAsync(playground, repository, story, terminal, cancellationToken);
        else await story.TellAsync(cancellationToken);
    }

    private async Task StayAsync(
        RunningPlayground playground,
        DemoRepository repository,
        DemoStory story,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        var edit = await story.ChooseAsync(cancellationToken);
        var search = Path.GetDirectoryName(PlaygroundPaths.Host("KubectlPlugin", "kubectl-gitops"));
        await terminal.SayAsync($"""

            playground: ready

              export KUBECONFIG='{playground.Services.Paths.Kubeconfig}'
              export PATH='{playground.Services.Paths.Tools}:{search}':$PATH
              export GIT_CONFIG_GLOBAL='{playground.Alice.Home}/.gitconfig'
              export GITEA_TOKEN={playground.Alice.Account.Token}

              forge        {playground.Forge.Address}
              repository   {repository.CloneUrl}  (you push as alice)
              logs         {Path.GetDirectoryName(playground.Services.Paths.Log("any"))}

            Things to try:
              kubectl --context alice {string.Join(' ', edit.Scope.Concat(edit.Command))}
              kubectl config use-context alice && kubectl gitops propose <the change request that was printed>
              open {playground.Forge.Address} and merge the pull request
              kubectl --context alice get gitsyncs -A --watch

            Ctrl-C ends it.
            """);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await terminal.SayAsync("playground: ending");
        }
    }
}
