using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// A pod of this repository's programs, run as a process. It is probed like a container, and started again with a growing pause
/// (one second to one minute) when it ends.
/// </summary>
internal sealed class PodProcess(string podName, PodLayout layout, PodToken token, PlaygroundServices services, Action changed)
    : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _mayRun = new(1, 1);
    private Task _run = Task.CompletedTask;
    private ChildProcess? _process;
    private volatile ContainerState _state = new(Ready: false, Waiting: "ContainerCreating");

    public string PodName => podName;
    public ContainerState State => _state;

    /// <summary>Begins to run it, until it is disposed.</summary>
    public PodProcess Start()
    {
        _run = RunAsync(_stop.Token);
        return this;
    }

    /// <summary>Ends the process and keeps it from starting again meanwhile.</summary>
    public async Task WhileDownAsync(Func<Task> act, CancellationToken ct)
    {
        _process?.Kill();
        await _mayRun.WaitAsync(ct);
        try
        {
            await act();
        }
        finally
        {
            _mayRun.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        layout.Delete();
        _stop.Dispose();
        _mayRun.Dispose();
        if (_run.IsFaulted) await _run;
    }

    private async Task RunAsync(CancellationToken ct)
    {
        var pause = FirstPause;
        for (var restarts = 0; ; restarts++)
        {
            var started = services.Time.GetTimestamp();
            var reason = await RunOnceAsync(restarts, ct);
            Report(new ContainerState(Ready: false, restarts + 1, "CrashLoopBackOff", reason));

            if (services.Time.GetElapsedTime(started) > LongestPause) pause = FirstPause;
            await Task.Delay(pause, services.Time, ct);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Runs the program until it ends, and says how it ended.</summary>
    private async Task<string> RunOnceAsync(int restarts, CancellationToken ct)
    {
        await _mayRun.WaitAsync(ct);
        try
        {
            await token.RenewAsync(ct);
            await using var process = _process = services.Start(PodName, layout.Shell, layout.Words);
            await WatchAsync(process, restarts, ct);
            return $"ended with exit code {process.ExitCode}";
        }
        catch (Exception error) when (error is ApiException or PlaygroundException)
        {
            return error.Message;
        }
        finally
        {
            _process = null;
            _mayRun.Release();
        }
    }

    /// <summary>Probes the program and keeps its token fresh until it ends. Without a readiness probe it is ready at once.</summary>
    private async Task WatchAsync(ChildProcess process, int restarts, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
        while (!process.HasExited)
        {
            var ready = layout.ReadinessAddress is not { } address || await Probe.IsReadyAsync(http, address, ct);
            Report(new ContainerState(ready, restarts));
            try
            {
                await token.RenewAsync(ct);
            }
            catch (ApiException)
            {
                // The old token is good for some minutes more.
            }

            var pause = Task.Delay(TimeSpan.FromMilliseconds(ready ? 1000 : 100), services.Time, ct);
            await Task.WhenAny(process.Exited, pause);
            ct.ThrowIfCancellationRequested();
        }
    }

    private void Report(ContainerState state)
    {
        if (state == _state) return;
        _state = state;
        changed();
    }
}
