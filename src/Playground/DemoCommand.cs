using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground;

/// <summary>The command <c>playground demo</c>.</summary>
internal sealed class DemoCommand(TextWriter output, TextWriter errors, TimeProvider time)
{
    private const int Failed = 1;
    private const int WrongArguments = 2;
    private const int Interrupted = 130;
    private readonly Terminal _terminal = new(output);

    /// <summary>
    /// Returns 0 only when every step held; 1 when one did not, 2 for wrong options, 130 when stopped before its end.
    /// </summary>
    public async Task<int> RunAsync(DemoOptions options, CancellationToken ct)
    {
        if (options.Problem() is { } problem)
        {
            await errors.WriteLineAsync($"demo: {problem}");
            return WrongArguments;
        }

        var root = PlaygroundPaths.FindRoot();
        var paths = new PlaygroundPaths(root, Path.Combine(root, ".playground"));
        try
        {
            await PlayAsync(options, paths, ct);
            if (!options.Keep) await _terminal.SayAsync("\ndemo: passed");
            return 0;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await errors.WriteLineAsync("demo: stopped");
            return Interrupted;
        }
        catch (Exception error) when (error is PlaygroundException or ApiException or IOException)
        {
            await errors.WriteLineAsync($"demo: failed: {error.Message}\nLogs are in {paths.Logs}.");
            return Failed;
        }
    }

    /// <summary>Everything from the first process to the last, which has ended when this returns.</summary>
    private async Task PlayAsync(DemoOptions options, PlaygroundPaths paths, CancellationToken ct)
    {
        await using var playground = await RunningPlayground.StartAsync(
            paths, ClusterChoice.FromEnvironment(), time, line => _terminal.SayAsync($"playground: {line}"), ct);
        var repository = await DemoRepository.MirrorAsync(playground, options.Repository, options.Path, ct);
        var story = new DemoStory(playground, repository, _terminal);
        await story.SyncAsync(ct);
        if (options.Keep) await StayAsync(playground, repository, await story.ChooseAsync(ct), ct);
        else await story.TellAsync(ct);
    }

    private async Task StayAsync(RunningPlayground playground, DemoRepository repository, ManagedEdit edit, CancellationToken ct)
    {
        var paths = playground.Services.Paths;
        await _terminal.SayAsync(Template.Text(
            "ready.txt",
            ("kubeconfig", paths.Kubeconfig), ("search", $"{paths.Tools}:{PlaygroundPaths.Plugin}"),
            ("gitconfig", Path.Combine(playground.Alice.Home, ".gitconfig")), ("token", playground.Alice.Account.Token),
            ("forge", $"{playground.Forge.Address}"), ("repository", repository.CloneUrl), ("logs", paths.Logs),
            ("edit", string.Join(' ', edit.Scope.Concat(edit.Command)))));
        await Task.Delay(Timeout.InfiniteTimeSpan, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _terminal.SayAsync("playground: ending");
    }
}
