using System.ComponentModel;
using System.Diagnostics;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>The program that a kubeconfig names under <c>users[].user.exec</c>.</summary>
/// <param name="Command">Program, as the kubeconfig's rules resolve it.</param>
/// <param name="Arguments">Arguments, each passed as it is.</param>
/// <param name="Environment">Variables in addition to our own.</param>
/// <param name="InstallHint">What the kubeconfig tells people who lack the program.</param>
/// <param name="Info">Value of <c>KUBERNETES_EXEC_INFO</c>.</param>
internal sealed record ExecPlugin(
    string Command,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string? InstallHint,
    string Info)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Whether the program may ask the user something; otherwise it gets no input.</summary>
    public bool Interactive { get; init; }

    /// <summary>Runs the program and returns its standard output. Its standard error goes to ours, for it may ask to log in.</summary>
    public async Task<string> RunAsync(TimeProvider time, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        using var process = Start();
        if (!Interactive) process.StandardInput.Close();
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(either.Token);
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 ? output : throw Failed($"ended with exit code {process.ExitCode}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Failed($"did not answer within {Deadline.TotalSeconds} seconds");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The error that says what the plugin did.</summary>
    public ApiException Failed(string what) =>
        new(ApiException.InvalidConfiguration, $"The credential plugin {Command} {what}.{Hint}");

    private string Hint => InstallHint is null ? "" : $" {InstallHint.Trim()}";

    private Process Start()
    {
        var start = new ProcessStartInfo(Command, Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = !Interactive,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = Info;
        try
        {
            return Process.Start(start) ?? throw Failed("could not be started");
        }
        catch (Win32Exception e)
        {
            throw Failed($"could not be started: {e.Message}");
        }
    }
}
