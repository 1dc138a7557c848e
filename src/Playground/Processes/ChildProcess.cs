using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GitOpsGuard.Playground.Processes;

/// <summary>
/// A long-running program that the playground started. Its output goes to a log file; disposing it asks it to end, and ends it with
/// everything it started when it has not done so after five seconds.
/// </summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    /// <summary>SIGTERM, the same number on every POSIX system.</summary>
    private const int Terminate = 15;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long the output of a program that has ended is waited for: what it started may hold it open for ever.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly TextWriter _log;

    private ChildProcess(string name, Process process, string logFile)
    {
        (Name, _process, LogFile) = (name, process, logFile);
        var file = new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        _log = TextWriter.Synchronized(new StreamWriter(file) { AutoFlush = true });
        process.OutputDataReceived += Write;
        process.ErrorDataReceived += Write;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Exited = process.WaitForExitAsync(CancellationToken.None);
    }

    public string Name { get; }
    public string LogFile { get; }

    /// <summary>
    /// Completes when the program has ended, for whatever reason, and its last words are in the log: not before everything that it
    /// started and gave its output to has ended too.
    /// </summary>
    public Task Exited { get; }

    public bool HasExited => Exited.IsCompleted;

    /// <summary>The exit code; only meaningful once <see cref="Exited"/> has completed.</summary>
    public int ExitCode => _process.ExitCode;

    public static ChildProcess Start(string name, Shell shell, IReadOnlyList<string> words, string logFile)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        return new ChildProcess(name, shell.Start(words, redirectInput: false), logFile);
    }

    /// <summary>The last lines of the log, for a message about a program that failed.</summary>
    public string Tail(int lines) => string.Join('\n', File.ReadLines(LogFile).TakeLast(lines));

    /// <summary>Ends the program at once, as a crash would.</summary>
    public void Kill() => Kill(_process);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited && !OperatingSystem.IsWindows() && Signal(_process.Id, Terminate) == 0)
            await Task.WhenAny(Exited, Task.Delay(Grace, TimeProvider.System));
        Kill();
        await Task.WhenAny(Exited, Task.Delay(LastWords, TimeProvider.System));
        _process.CancelOutputRead();
        _process.CancelErrorRead();
        await _log.DisposeAsync();
        _process.Dispose();
    }

    /// <summary>Ends a program and everything it started; one that has ended already is fine.</summary>
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

    private void Write(object sender, DataReceivedEventArgs received)
    {
        if (received.Data is { } line) _log.WriteLine(line);
    }

    /// <summary>Sends a signal to one process, which .NET has no call for; 0 when it was sent.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int processId, int signal);
}
