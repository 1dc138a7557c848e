using GitOpsGuard.Kubernetes;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// A pod of this repository's programs, run as a process. It is probed like a container, and started again with a
/// growing pause (one second to one minute) when it ends.
/// </summary>
internal sealed class PodProcess : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _mayRun = new(1, 1);
    private readonly PodLayout _layout;
    private readonly PodToken _token;
    private readonly PlaygroundServices _services;
    private readonly Action _changed;
    private readonly Task _run;
    private ChildProcess? _process;
    private volatile ContainerState _state = new(Ready: false, Waiting: "ContainerCreating");

    public PodProcess(
        JsonObject pod,
        string program,
        IReadOnlyDictionary<string, string> environment,
        PodToken token,
        ICluster cluster,
        PlaygroundServices services,
        Action changed)
    {
        PodName = pod.Name();
        _layout = new PodLayout(pod, program, environment, cluster, services);
        _token = token;
        _services = services;
        _changed = changed;
        _run = RunAsync(_stop.Token);
    }

    public string PodName { get; }

    public ContainerState State => _state;

    /// <summary>Ends the process and keeps it from starting again until the result is disposed.</summary>
    public async Task<IAsyncDisposable> HoldDownAsync(CancellationToken cancellationToken)
    {
        _process?.Kill();
        await _mayRun.WaitAsync(cancellationToken);
        return new Release(_mayRun);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
        _mayRun.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        try
        {
            for (var restarts = 0; ; restarts++)
            {
                var started = _services.Time.GetTimestamp();
                var reason = await RunOnceAsync(restarts, cancellationToken);
                Report(new ContainerState(Ready: false, restarts + 1, "CrashLoopBackOff", reason));

                if (_services.Time.GetElapsedTime(started) > LongestPause)
                    pause = FirstPause;
                await Task.Delay(pause, _services.Time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The pod is gone.
        }
        finally
        {
            _layout.Delete();
        }
    }

    /// <summary>Runs the program until it ends, and says how it ended.</summary>
    private async Task<string> RunOnceAsync(int restarts, CancellationToken cancellationToken)
    {
        await _mayRun.WaitAsync(cancellationToken);
        try
        {
            var renewal = await _token.WriteAsync(_layout.AccountFolder, cancellationToken);
            await using var process = ChildProcess.Start(
                PodName, _layout.Spec(), _services.Paths.Log(PodName), _services.Ledger);
            _process = process;
            Report(new ContainerState(Ready: false, restarts));
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var watch = Task.WhenAll(ProbeAsync(restarts, ended.Token), RenewAsync(renewal, ended.Token));
            await process.Exited.WaitAsync(cancellationToken);
            await ended.CancelAsync();
            await watch.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
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

    /// <summary>Asks the program whether it is ready; one that has no readiness probe is ready at once.</summary>
    private async Task ProbeAsync(int restarts, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
        while (true)
        {
            var ready = _layout.ReadinessAddress is not { } address || await AnswersAsync(http, address, cancellationToken);
            Report(new ContainerState(ready, restarts));
            var pause = ready ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(100);
            await Task.Delay(pause, _services.Time, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(address, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (
            error is HttpRequestException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task RenewAsync(DateTimeOffset renewal, CancellationToken cancellationToken)
    {
        while (true)
        {
            var pause = renewal - _services.Time.GetUtcNow();
            await Task.Delay(pause > FirstPause ? pause : FirstPause, _services.Time, cancellationToken);
            try
            {
                renewal = await _token.WriteAsync(_layout.AccountFolder, cancellationToken);
            }
            catch (ApiException)
            {
                renewal = _services.Time.GetUtcNow() + TimeSpan.FromSeconds(10);
            }
        }
    }

    private void Report(ContainerState state)
    {
        if (state == _state)
            return;
        _state = state;
        _changed();
    }

    private sealed class Release(SemaphoreSlim mayRun) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            mayRun.Release();
            return ValueTask.CompletedTask;
        }
    }
}
