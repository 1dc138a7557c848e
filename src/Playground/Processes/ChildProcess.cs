using System.Diagnostics;

namespace GitOpsGuard.Playground.Processes;

/// <summary>
/// A long-running program that the playground started. Its output goes to a log file; disposing it asks it to end,
/// and ends it with everything it started when it has not done so after five seconds.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly ProcessLedger _ledger;
    private readonly Task _copied;

    private ChildProcess(Process process, ProcessLedger ledger, string name, string logFile)
    {
        _process = process;
        _ledger = ledger;
        Name = name;
        LogFile = logFile;
        _copied = CopyAsync(process, logFile);
        Exited = _process.WaitForExitAsync(CancellationToken.None);
    }

    public string Name { get; }

    public string LogFile { get; }

    public int Id => _process.Id;

    /// <summary>Completes when the program has ended, for whatever reason.</summary>
    public Task Exited { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The exit code; only meaningful once <see cref="Exited"/> has completed.</summary>
    public int ExitCode => _process.ExitCode;

    public static ChildProcess Start(string name, ProcessSpec spec, string logFile, ProcessLedger ledger)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        var process = Command.Start(spec, redirectInput: false);
        ledger.Add(name, process);
        return new ChildProcess(process, ledger, name, logFile);
    }

    /// <summary>The last lines of the log, for a message about a program that failed.</summary>
    public async Task<string> TailAsync(int lines, CancellationToken cancellationToken)
    {
        if (HasExited)
            await _copied.WaitAsync(cancellationToken);
        await using var stream = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return string.Join('\n', text.TrimEnd().Split('\n').TakeLast(lines));
    }

    /// <summary>Ends the program at once, as a crash would.</summary>
    public void Kill() => Kill(_process);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Terminate(_process);
            try
            {
                await Exited.WaitAsync(Grace, TimeProvider.System);
            }
            catch (TimeoutException)
            {
                Kill(_process);
                await Exited;
            }
        }

        await _copied;
        _ledger.Remove(_process.Id);
        _process.Dispose();
    }

    internal static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows() || PosixSignals.Send(process.Id, PosixSignals.Terminate) != 0)
            Kill(process);
    }

    private static async Task CopyAsync(Process process, string logFile)
    {
        await using var log = TextWriter.Synchronized(
            new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            {
                AutoFlush = true,
            });
        await Task.WhenAll(CopyAsync(process.StandardOutput, log), CopyAsync(process.StandardError, log));
    }

    private static async Task CopyAsync(StreamReader from, TextWriter to)
    {
        while (await from.ReadLineAsync(CancellationToken.None) is { } line)
            await to.WriteLineAsync(line);
    }
}
