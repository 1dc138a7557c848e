using System.ComponentModel;
using System.Diagnostics;

namespace GitOpsGuard.Playground.Processes;

/// <summary>Runs programs. The first word of a command is the program: its path, or a name on <c>PATH</c> of the environment.</summary>
/// <param name="Environment">The programs' whole environment: nothing of the playground's own is inherited.</param>
/// <param name="Folder">Where they run; the playground's own folder when null.</param>
internal sealed record Shell(IReadOnlyDictionary<string, string> Environment, string? Folder = null)
{
    /// <summary>How many words of a command messages show: a later one may be an address with credentials.</summary>
    private const int FirstWords = 5;

    /// <summary>How long a program may run that is run to its end. Default ten minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The same with further variables.</summary>
    public Shell With(params IEnumerable<(string Name, string Value)> variables)
    {
        var environment = new Dictionary<string, string>(Environment);
        foreach (var (name, value) in variables) environment[name] = value;
        return this with { Environment = environment };
    }

    /// <summary>
    /// Runs a program to its end, with <paramref name="input"/> as its standard input. Cancellation and the deadline end it and
    /// everything it started. Throws <see cref="PlaygroundException"/> when it cannot be started or has not ended by the deadline.
    /// </summary>
    public async Task<CommandResult> RunAsync(IReadOnlyList<string> words, CancellationToken ct, string? input = null)
    {
        var command = string.Join(' ', words.Take(FirstWords));
        using var process = Start(words, redirectInput: true);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            var written = WriteAsync(process.StandardInput, input, ct);
            await Task.WhenAll(written, output, error, process.WaitForExitAsync(ct)).WaitAsync(Deadline, TimeProvider.System, ct);
            return new CommandResult(command, process.ExitCode, await output, await error);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            ChildProcess.Kill(process);
            if (e is OperationCanceledException) throw;
            throw new PlaygroundException($"`{command}` had not ended after {Deadline.TotalSeconds:0.#} s and was killed", e);
        }
    }

    /// <summary>What a program prints; an exit code other than 0 is a <see cref="PlaygroundException"/>.</summary>
    public async Task<string> ReadAsync(IReadOnlyList<string> words, CancellationToken ct, string? input = null) =>
        (await RunAsync(words, ct, input)).Require().Output;

    /// <summary>Starts a program with its output redirected, and its input too when asked.</summary>
    public Process Start(IReadOnlyList<string> words, bool redirectInput)
    {
        var start = new ProcessStartInfo(Find(words[0]), words.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = redirectInput,
            WorkingDirectory = Folder ?? "",
        };
        start.Environment.Clear();
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            throw new PlaygroundException($"{words[0]} could not be started: {error.Message}", error);
        }
    }

    private string Find(string program) => program.Contains(Path.DirectorySeparatorChar)
        ? program
        : Environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new PlaygroundException($"{program} is not on PATH. Install it, or put it under .tools/.");

    private static async Task WriteAsync(StreamWriter to, string? input, CancellationToken ct)
    {
        try
        {
            await to.WriteAsync(input.AsMemory(), ct);
            to.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input; its exit code tells the rest.
        }
    }
}
