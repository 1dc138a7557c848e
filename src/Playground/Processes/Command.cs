using System.ComponentModel;
using System.Diagnostics;

namespace GitOpsGuard.Playground.Processes;

/// <summary>Runs programs to their end and keeps what they print.</summary>
internal static class Command
{
    /// <summary>
    /// Runs <paramref name="spec"/> with <paramref name="input"/> as its standard input. Cancellation ends the
    /// program and everything it started. Throws <see cref="PlaygroundException"/> when it cannot be started.
    /// </summary>
    public static async Task<CommandResult> RunAsync(
        ProcessSpec spec, CancellationToken cancellationToken, string? input = null)
    {
        using var process = Start(spec, redirectInput: true);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await WriteInputAsync(process, input, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            ChildProcess.Kill(process);
            throw;
        }
    }

    /// <summary>As <see cref="RunAsync"/>, and an exit code other than 0 is a <see cref="PlaygroundException"/>.</summary>
    public static async Task<string> ReadAsync(
        ProcessSpec spec, CancellationToken cancellationToken, string? input = null)
    {
        var result = await RunAsync(spec, cancellationToken, input);
        if (result.Succeeded)
            return result.Output;

        var words = string.Join(' ', spec.Arguments.Take(4));
        throw new PlaygroundException(
            $"`{Path.GetFileName(spec.Program)} {words}` failed with exit code {result.ExitCode}: {result.Text}");
    }

    /// <summary>Starts a program with its output redirected, and its input too when asked.</summary>
    internal static Process Start(ProcessSpec spec, bool redirectInput)
    {
        var start = new ProcessStartInfo(Find(spec), spec.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = redirectInput,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            WorkingDirectory = spec.WorkingDirectory ?? "",
        };
        start.Environment.Clear();
        foreach (var (name, value) in spec.Environment)
            start.Environment[name] = value;

        try
        {
            return Process.Start(start)!;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            throw new PlaygroundException($"{spec.Program} could not be started: {error.Message}", error);
        }
    }

    private static string Find(ProcessSpec spec)
    {
        if (spec.Program.Contains(Path.DirectorySeparatorChar))
            return spec.Program;

        var folders = spec.Environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator);
        return folders.Where(folder => folder.Length > 0)
                .Select(folder => Path.Combine(folder, spec.Program))
                .FirstOrDefault(File.Exists)
            ?? throw new PlaygroundException($"{spec.Program} is not on PATH. Install it, or put it under .tools/.");
    }

    private static async Task WriteInputAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input; its exit code tells the rest.
        }
    }
}
